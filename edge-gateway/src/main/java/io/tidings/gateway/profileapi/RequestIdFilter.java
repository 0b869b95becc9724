package io.tidings.gateway.profileapi;

import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.UUID;

/** Gives every answer an id by which a caller can speak of it. */
@ServerFilter("/v1/spaces/**")
final class RequestIdFilter {
  @ResponseFilter
  void name(MutableHttpResponse<?> response) {
    response.header("Request-Id", UUID.randomUUID().toString());
  }
}
