@NullMarked
package io.tidings.integration.claim;

import org.jspecify.annotations.NullMarked;
