/** Tests of API keys over the wire. */
@NullMarked
package io.tidings.integration.key;

import org.jspecify.annotations.NullMarked;
