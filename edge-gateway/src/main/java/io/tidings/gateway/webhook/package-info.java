/**
 * Webhooks of other services, handed on byte for byte: who sends them and whether it is true is
 * found out by integration-service.
 */
@NullMarked
package io.tidings.gateway.webhook;

import org.jspecify.annotations.NullMarked;
