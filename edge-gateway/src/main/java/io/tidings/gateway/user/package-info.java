/** Users, as every dialect that tells of them finds and writes them. */
@NullMarked
package io.tidings.gateway.user;

import org.jspecify.annotations.NullMarked;
