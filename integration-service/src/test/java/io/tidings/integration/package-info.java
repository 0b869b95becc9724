/** Tests of the whole service. */
@NullMarked
package io.tidings.integration;

import org.jspecify.annotations.NullMarked;
