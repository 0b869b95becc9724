@NullMarked
package io.tidings.integration.source;

import org.jspecify.annotations.NullMarked;
