/**
 * Keeps what must not be readable at rest: settings that are sealed with authenticated encryption,
 * and addresses that are kept only as a keyed hash, by which they can be found but not read.
 */
@NullMarked
package io.tidings.secrets;

import org.jspecify.annotations.NullMarked;
