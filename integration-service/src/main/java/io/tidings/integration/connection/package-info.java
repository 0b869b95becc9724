/**
 * What a workspace is connected to, with which settings: the same for the sources that are heard
 * and the destinations that are told.
 */
@NullMarked
package io.tidings.integration.connection;

import org.jspecify.annotations.NullMarked;
