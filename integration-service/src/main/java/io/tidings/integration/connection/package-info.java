/** What a workspace is connected to: which destinations, with which settings. */
@NullMarked
package io.tidings.integration.connection;

import org.jspecify.annotations.NullMarked;
