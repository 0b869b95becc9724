/** Starts messaging-service: templates, sends and their life, broadcasts and automations. */
@NullMarked
package io.tidings.messaging;

import org.jspecify.annotations.NullMarked;
