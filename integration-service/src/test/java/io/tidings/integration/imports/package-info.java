/** Files over the wire, beside a user-service that the test plays. */
@NullMarked
package io.tidings.integration.imports;

import org.jspecify.annotations.NullMarked;
