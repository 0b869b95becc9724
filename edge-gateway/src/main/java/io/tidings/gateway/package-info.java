/**
 * The edge of the system: REST dialects over HTTP in front of the services' gRPC. It keeps nothing;
 * whatever it answers with success is durable in a service.
 */
@NullMarked
package io.tidings.gateway;

import org.jspecify.annotations.NullMarked;
