/** Where push goes: the devices of a user, at most five, the one seen longest ago making way. */
@NullMarked
package io.tidings.user.device;

import org.jspecify.annotations.NullMarked;
