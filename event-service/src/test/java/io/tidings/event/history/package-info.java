@NullMarked
package io.tidings.event.history;

import org.jspecify.annotations.NullMarked;
