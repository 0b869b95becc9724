package io.tidings.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Everything belongs to a workspace and is out of every other's reach: each method of a service,
 * the ones to come included, is called for another workspace with the ids of this one. It must find
 * nothing, and change nothing.
 */
public final class WorkspaceIsolation {
  private static final Pattern READS =
      Pattern.compile("(Get|BatchGet|List|Count|Explain|Stream|Preview|Search|Read|Find|Export).*");

  /** Some answers tell when they were given. */
  private static final Pattern TIMES =
      Pattern.compile(
          "(seconds|nanos): -?\\d+|\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?Z?");

  /** What a caller may be told of things that are not theirs. */
  private static final Set<Status.Code> REFUSALS =
      Set.of(
          Status.Code.OK,
          Status.Code.NOT_FOUND,
          Status.Code.INVALID_ARGUMENT,
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNAVAILABLE);

  private final List<AnyCall> methods;
  private final Function<String, Channel> channels;

  /**
   * @param channels ways to the service by workspace, as another service would call it
   */
  public WorkspaceIsolation(
      Collection<BindableService> services, Function<String, Channel> channels) {
    this.methods =
        services.stream()
            .flatMap(service -> service.bindService().getMethods().stream())
            .filter(
                method -> method.getMethodDescriptor().getFullMethodName().startsWith("tidings."))
            .map(AnyCall::of)
            .toList();
    this.channels = channels;
  }

  /**
   * One of everything, as it stands in a workspace.
   *
   * @param names how requests name it, by field: {@code segment_id} or, where a name is used for
   *     more than one thing, {@code EventFilter.profile_id}; an empty text leaves a field out
   * @param traces texts that no answer to another workspace may hold
   * @param readers methods that show a trace to the workspace itself
   */
  public record Contents(
      Map<String, Object> names, Collection<String> traces, Collection<String> readers) {}

  /**
   * @param own the workspace that was filled
   * @param other one that nobody has heard of yet
   */
  public void check(String own, String other, Contents contents) {
    var requests = new AnyRequest(contents.names());
    var before = settled(own, requests);
    for (var reader : contents.readers()) {
      assertThat(before.getOrDefault(reader, ""))
          .as("what %s shows to the workspace itself", reader)
          .matches(text -> contents.traces().stream().anyMatch(text::contains));
    }
    for (var method : methods) {
      for (var request : requests.of(method.contract().getInputType())) {
        findsNothing(method, request, method.call(channels.apply(other), request), contents);
      }
    }
    assertThat(settled(own, requests)).as("nothing was changed").isEqualTo(before);
  }

  private static void findsNothing(
      AnyCall method, Message request, AnyCall.Answer answer, Contents contents) {
    var asked = TextFormat.printer().printToString(request);
    assertThat(answer.code())
        .as("%s of another workspace: %s", method.name(), answer.text())
        .isIn(REFUSALS);
    for (var trace : contents.traces()) {
      assertThat(asked.contains(trace) ? "" : answer.text())
          .as("%s of another workspace with %s", method.name(), asked)
          .doesNotContain(trace);
    }
  }

  /** What the workspace reads of itself, once nothing changes by itself any more. */
  private Map<String, String> settled(String workspace, AnyRequest requests) {
    var last = new LinkedHashMap<String, String>();
    await()
        .pollInterval(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          var now = read(channels.apply(workspace), requests);
          var same = now.equals(last);
          last.clear();
          last.putAll(now);
          return same;
        });
    return last;
  }

  private Map<String, String> read(Channel channel, AnyRequest requests) {
    var read = new LinkedHashMap<String, String>();
    for (var method : methods) {
      if (READS.matcher(method.name()).matches()) {
        for (var request : requests.of(method.contract().getInputType())) {
          var text = TIMES.matcher(method.call(channel, request).text()).replaceAll("");
          read.merge(method.name(), text, String::concat);
        }
      }
    }
    return read;
  }
}
