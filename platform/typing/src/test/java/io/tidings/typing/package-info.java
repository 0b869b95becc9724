@NullMarked
package io.tidings.typing;

import org.jspecify.annotations.NullMarked;
