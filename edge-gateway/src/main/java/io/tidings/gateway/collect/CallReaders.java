package io.tidings.gateway.collect;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.util.HttpClientAddressResolver;
import io.tidings.gateway.json.IsoTime;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Makes the reader of a request's calls, who knows what they have in common. */
@Singleton
final class CallReaders {
  private final UserAgents userAgents;
  private final HttpClientAddressResolver addresses;
  private final Clock clock;

  CallReaders(UserAgents userAgents, HttpClientAddressResolver addresses, Clock clock) {
    this.userAgents = userAgents;
    this.addresses = addresses;
    this.clock = clock;
  }

  /** A call that came alone says for itself what a batch says for all of its calls. */
  CallReader ofOne(HttpRequest<?> request) {
    return new CallReader(envelope(request), null, Map.of(), Map.of(), userAgents);
  }

  CallReader ofBatch(HttpRequest<?> request, Submission submission) {
    var fields = submission.fields();
    return new CallReader(
        envelope(request),
        fields.text("sentAt").map(text -> IsoTime.parse("sentAt", text)).orElse(null),
        fields.object("context").values(),
        fields.findObject("integrations").values(),
        userAgents);
  }

  private Envelope envelope(HttpRequest<?> request) {
    return new Envelope(
        clock.instant(),
        Optional.ofNullable(addresses.resolve(request)).orElse(""),
        request.getHeaders().contains(HttpHeaders.ORIGIN));
  }
}
