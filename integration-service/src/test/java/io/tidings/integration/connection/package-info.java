/** What a connection can be told, and where it may call. */
@NullMarked
package io.tidings.integration.connection;

import org.jspecify.annotations.NullMarked;
