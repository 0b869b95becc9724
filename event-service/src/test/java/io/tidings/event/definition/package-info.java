@NullMarked
package io.tidings.event.definition;

import org.jspecify.annotations.NullMarked;
