/**
 * A workspace's accounts at providers: their settings, sealed at rest, and the live connections
 * that each replica holds of them. A change reaches every replica within seconds, because each asks
 * the database for what changed.
 */
@NullMarked
package io.tidings.messaging.connection;

import org.jspecify.annotations.NullMarked;
