package io.tidings.segment.contact;

import io.tidings.secrets.Secrets;
import io.tidings.segment.value.FieldValue;
import io.tidings.segment.value.FieldValueJson;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/** Makes what stands in the projection for an e-mail address or a phone number. */
@Singleton
public final class ContactDigests {
  /** The canonical names of the attributes that hold contact data. */
  static final Set<String> ATTRIBUTES = Set.of("email", "number");

  /** Of the 32: no two values share them by chance. */
  private static final int KEPT_BYTES = 16;

  private static final String MARK = "digest:";

  private final Secrets secrets;

  ContactDigests(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Whether values of the attribute are here by their digests alone. */
  public boolean cover(String attribute) {
    return ATTRIBUTES.contains(attribute);
  }

  /** The value as the projection holds it: its digest where it is contact data. */
  public FieldValue of(String attribute, FieldValue value) {
    if (!cover(attribute)) {
      return value;
    }
    byte[] digest = secrets.fingerprint("contact " + attribute, FieldValueJson.write(value));
    return new FieldValue.Text(
        MARK
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(digest, KEPT_BYTES)));
  }
}
