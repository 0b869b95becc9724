@NullMarked
package io.tidings.integration.reject;

import org.jspecify.annotations.NullMarked;
