/**
 * What users want to hear of: rules by category and channel, and topics that they subscribe to.
 * Kept beside the profiles, obeyed by whoever sends.
 */
@NullMarked
package io.tidings.user.preference;

import org.jspecify.annotations.NullMarked;
