@NullMarked
package io.tidings.integration.intake;

import org.jspecify.annotations.NullMarked;
