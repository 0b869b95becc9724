@NullMarked
package io.tidings.event;

import org.jspecify.annotations.NullMarked;
