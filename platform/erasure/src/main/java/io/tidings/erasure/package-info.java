/**
 * What every service that keeps something of persons does about one who is to be forgotten: it
 * notes in the transaction that forgets how much was removed, tells it to whoever asks, and knows
 * later that this profile is no more.
 */
@NullMarked
package io.tidings.erasure;

import org.jspecify.annotations.NullMarked;
