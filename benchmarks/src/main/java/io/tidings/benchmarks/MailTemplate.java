package io.tidings.benchmarks;

/** What the broadcast says. */
final class MailTemplate {
  /** Where a recipient's name stands. */
  static final String NAME = "{{ user.first_name }}";

  static final String SUBJECT = "News for " + NAME;

  static final String TEXT =
      """
      Hello %s,

      from the first of next month your plan brings twice the data for the same price. There is
      nothing that you need to do. If you would rather stay as you are, answer this mail with STAY.

      Your friends at MInt
      """
          .formatted(NAME);

  static final String HTML =
      """
      <html><body>
      <h1>Hello %s,</h1>
      <p>from the first of next month your plan brings <b>twice the data</b> for the same price.
      There is nothing that you need to do. If you would rather stay as you are, answer this mail
      with STAY.</p>
      <p>Your friends at MInt</p>
      </body></html>
      """
          .formatted(NAME);

  private MailTemplate() {}
}
