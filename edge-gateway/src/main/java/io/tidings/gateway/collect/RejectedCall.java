package io.tidings.gateway.collect;

import io.tidings.gateway.json.Defect;

/**
 * A call that was not applied.
 *
 * @param messageId the caller's id of the call; empty where it gave none
 */
record RejectedCall(String messageId, Defect defect) {}
