package io.tidings.messaging.send;

/** What a send is for; decides what happens when it is open whether a provider took it. */
public enum SendClass {
  /** Something that the user waits for: repeated when in doubt, at least once. */
  TRANSACTIONAL,
  /** Something that we want to tell: not repeated when in doubt. */
  MARKETING
}
