/**
 * Who a message is for, as user-service knows them at the moment of sending; nothing of it is kept
 * here.
 */
@NullMarked
package io.tidings.messaging.recipient;

import org.jspecify.annotations.NullMarked;
