@NullMarked
package io.tidings.segment.contact;

import org.jspecify.annotations.NullMarked;
