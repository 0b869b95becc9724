package io.tidings.messaging.send;

import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.recipient.OptOuts;
import io.tidings.messaging.recipient.Recipient;
import io.tidings.messaging.suppression.Suppressions;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is not sent to. Asked when somebody calls, so that the caller is told, and again when the
 * send's turn comes, because it is the user as they are then who gets it.
 */
@Singleton
public final class Gates {
  private final Suppressions suppressions;
  private final Clock clock;

  Gates(Suppressions suppressions, Clock clock) {
    this.suppressions = suppressions;
    this.clock = clock;
  }

  /**
   * One verdict for each recipient, in their order; one read for all.
   *
   * @param recipients null: a user who is not known
   * @param categories of what is sent, one for each recipient; null: none
   * @param optOuts of the recipients to whom something of a category is sent
   */
  public List<Verdict> judge(
      String workspaceId,
      Channel channel,
      List<@Nullable Recipient> recipients,
      List<? extends @Nullable String> categories,
      OptOuts optOuts) {
    Set<String> suppressed =
        suppressions.among(
            workspaceId,
            channel,
            recipients.stream()
                .filter(Objects::nonNull)
                .map(recipient -> recipient.address(channel))
                .filter(Objects::nonNull)
                .toList());
    Instant now = clock.instant();
    List<Verdict> verdicts = new ArrayList<>(recipients.size());
    for (int i = 0; i < recipients.size(); i++) {
      Recipient recipient = recipients.get(i);
      String category = categories.get(i);
      OptOuts.OptOut optOut =
          recipient == null || category == null
              ? null
              : optOuts.find(recipient.profileId(), category, name(channel)).orElse(null);
      verdicts.add(judge(recipient, channel, category, optOut, suppressed, now));
    }
    return verdicts;
  }

  /** As user-service names channels. */
  private static String name(Channel channel) {
    return channel.name().toLowerCase(Locale.ROOT);
  }

  private static Verdict judge(
      @Nullable Recipient recipient,
      Channel channel,
      @Nullable String category,
      OptOuts.@Nullable OptOut optOut,
      Set<String> suppressed,
      Instant now) {
    List<Decision> met = new ArrayList<>(3);
    if (recipient == null) {
      met.add(new Decision("known_user", false, "", now));
      return new Verdict.Stopped(Discard.UNKNOWN_USER, null, met);
    }
    met.add(new Decision("known_user", true, "", now));
    String required = Recipient.requiredAttribute(channel);
    if (!recipient.isReachableBy(channel)) {
      met.add(new Decision("required_attribute", false, required + " is not set", now));
      return new Verdict.Stopped(Discard.MISSING_ATTRIBUTE, required, met);
    }
    met.add(new Decision("required_attribute", true, required, now));
    if (optOut != null) {
      String said =
          "%s is disabled on %s since %s"
              .formatted(optOut.category(), optOut.channel(), optOut.since());
      met.add(new Decision("preference", false, said, now));
      return new Verdict.Stopped(Discard.UNSUBSCRIBED, optOut.category(), met);
    }
    if (category != null) {
      met.add(new Decision("preference", true, category, now));
    }
    String address = recipient.address(channel);
    if (address != null) {
      if (suppressed.contains(address)) {
        met.add(new Decision("suppression", false, "the address is suppressed", now));
        return new Verdict.Stopped(Discard.SUPPRESSED, null, met);
      }
      met.add(new Decision("suppression", true, "", now));
    }
    return new Verdict.Passed(met);
  }
}
