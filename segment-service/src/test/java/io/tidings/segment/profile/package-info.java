@NullMarked
package io.tidings.segment.profile;

import org.jspecify.annotations.NullMarked;
