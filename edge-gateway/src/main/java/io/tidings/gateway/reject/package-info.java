/** What is answered with success though not all of it could be applied, put on record. */
@NullMarked
package io.tidings.gateway.reject;

import org.jspecify.annotations.NullMarked;
