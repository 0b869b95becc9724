/**
 * The outside world on one machine: a mail server, a message centre for SMS, and the push services
 * of Apple and Google, each spoken to by its real protocol. What arrives is kept for a while and
 * can be read; each can be told to fail as its like do.
 */
@NullMarked
package io.tidings.quickstart.sandbox;

import org.jspecify.annotations.NullMarked;
