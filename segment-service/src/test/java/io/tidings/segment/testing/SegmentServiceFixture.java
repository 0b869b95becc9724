package io.tidings.segment.testing;

import io.micronaut.context.ApplicationContext;
import io.tidings.testing.ServiceTest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service with a clock that tests move and a stand-in of event-service, one for all tests. */
public final class SegmentServiceFixture extends ServiceTest {
  private static @Nullable SegmentServiceFixture running;

  private final EventHistory history = new EventHistory();
  private final TestClock clock = new TestClock();
  private final ApplicationContext context =
      ApplicationContext.builder()
          .properties(Map.copyOf(getProperties()))
          .singletons(clock)
          .start();

  private SegmentServiceFixture() {}

  /** Started when it is first asked for. */
  public static synchronized SegmentServiceFixture running() {
    SegmentServiceFixture known = running;
    if (known == null) {
      known = new SegmentServiceFixture();
      running = known;
      Runtime.getRuntime().addShutdownHook(new Thread(known.context::close));
    }
    return known;
  }

  public static String workspace() {
    return newWorkspace();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "tidings.event.grpc",
        history.address(),
        // Nobody tells the loop that the clock was moved.
        "tidings.segment.due.rest",
        "200ms");
  }

  public <T> T get(Class<T> bean) {
    return context.getBean(bean);
  }

  public TestClock clock() {
    return clock;
  }

  public EventHistory history() {
    return history;
  }
}
