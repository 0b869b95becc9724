/**
 * Starts integration-service: API keys, imports, and the destinations that data is forwarded to.
 */
@NullMarked
package io.tidings.integration;

import org.jspecify.annotations.NullMarked;
