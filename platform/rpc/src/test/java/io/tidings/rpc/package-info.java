/** Tests against a real server on a real port. */
@NullMarked
package io.tidings.rpc;

import org.jspecify.annotations.NullMarked;
