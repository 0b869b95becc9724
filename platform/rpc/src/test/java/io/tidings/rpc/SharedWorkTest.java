package io.tidings.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedWorkTest {
  private static final int OVERFLOWING = 99;

  private final List<List<Integer>> done = new CopyOnWriteArrayList<>();
  private final List<String> traces = new CopyOnWriteArrayList<>();
  private final BlockingQueue<List<Integer>> begun = new LinkedBlockingQueue<>();
  private final Semaphore mayEnd = new Semaphore(0);
  private final SharedWork<String, Integer, String> shared =
      SharedWork.start("test", 1, this::work);
  private int callers = 1;

  /** Refuses whatever holds a negative number. */
  private List<String> work(String group, List<Integer> numbers) {
    begun.add(numbers);
    mayEnd.acquireUninterruptibly();
    TraceContext trace = TraceContext.current();
    traces.add(trace == null ? "" : trace.traceId());
    if (numbers.contains(OVERFLOWING)) {
      throw new StackOverflowError();
    }
    if (numbers.stream().anyMatch(number -> number < 0)) {
      throw new IllegalArgumentException("negative");
    }
    done.add(numbers);
    return numbers.stream().map(number -> group + number).toList();
  }

  @AfterEach
  void end() {
    mayEnd.release(1_000);
    shared.close();
  }

  @Test
  void whatComesMeanwhileIsDoneTogetherAndEachGetsItsOwnOutcomes() throws Exception {
    var first = begin();
    var second = meanwhile("a", 2, 3);
    var third = meanwhile("a", 4);
    mayEnd.release(2);

    assertThat(first.get()).containsExactly("a1");
    assertThat(second.get()).containsExactly("a2", "a3");
    assertThat(third.get()).containsExactly("a4");
    assertThat(done).containsExactly(List.of(1), List.of(2, 3, 4));
  }

  @Test
  void groupsAreNotMixed() throws Exception {
    var first = begin();
    var second = meanwhile("a", 2);
    var third = meanwhile("b", 3);
    mayEnd.release(3);

    assertThat(first.get()).containsExactly("a1");
    assertThat(second.get()).containsExactly("a2");
    assertThat(third.get()).containsExactly("b3");
  }

  @Test
  void aFaultMeetsOnlyTheOneWhoseItIs() throws Exception {
    var first = begin();
    var good = meanwhile("a", 2);
    var bad = meanwhile("a", -3);
    mayEnd.release(4);

    assertThat(first.get()).containsExactly("a1");
    assertThat(good.get()).containsExactly("a2");
    assertThatThrownBy(bad::get).hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theWorkIsInTheTraceOfTheFirst() throws Exception {
    TraceContext trace = TraceContext.begin();
    mayEnd.release();
    CompletableFuture<List<String>> call = new CompletableFuture<>();
    trace.run(() -> call.complete(shared.call("a", List.of(1))));

    assertThat(call.get()).containsExactly("a1");
    assertThat(traces).containsExactly(trace.traceId());
  }

  @Test
  void whatIsAskedAfterTheEndIsStillDone() {
    shared.close();
    mayEnd.release();

    assertThat(shared.call("a", List.of(1))).containsExactly("a1");
  }

  @Test
  void aLaneOutlivesAnError() {
    mayEnd.release(1_000);

    assertThatThrownBy(() -> shared.call("a", List.of(OVERFLOWING)))
        .isInstanceOf(StackOverflowError.class);
    assertThat(shared.call("a", List.of(1))).containsExactly("a1");
  }

  @Test
  void whatIsOfferedIsDoneWhileItsCallerGoesOn() throws Exception {
    var offered = shared.offer("a", List.of(1));
    assertThat(offered).isNotDone();
    mayEnd.release();

    assertThat(offered.get(10, TimeUnit.SECONDS)).containsExactly("a1");
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsNotBegun() throws Exception {
    var first = begin();
    try (var call = Context.current().withCancellation()) {
      var late = call.call(() -> shared.offer("a", List.of(2)));
      call.cancel(null);
      var last = shared.offer("a", List.of(3));
      mayEnd.release(2);

      assertThat(first.get()).containsExactly("a1");
      assertThat(last.get(10, TimeUnit.SECONDS)).containsExactly("a3");
      assertThatThrownBy(late::get)
          .hasRootCauseInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("deadline passed before work began");
      assertThat(done).containsExactly(List.of(1), List.of(3));
    }
  }

  /** A call of whose work it is known that it has begun. */
  private CompletableFuture<List<String>> begin() throws InterruptedException {
    var first = call("a", 1);
    assertThat(begun.poll(10, TimeUnit.SECONDS)).containsExactly(1);
    return first;
  }

  /** A call that has handed its part over while the first is being done. */
  private CompletableFuture<List<String>> meanwhile(String group, Integer... numbers)
      throws InterruptedException {
    var call = call(group, numbers);
    waitFor(call);
    return call;
  }

  private CompletableFuture<List<String>> call(String group, Integer... numbers) {
    return CompletableFuture.supplyAsync(
        () -> shared.call(group, List.of(numbers)),
        task -> Thread.ofPlatform().name(nameOf(numbers)).start(task));
  }

  /** Until the caller has handed its part over and waits. */
  private void waitFor(CompletableFuture<?> call) throws InterruptedException {
    callers++;
    while (!call.isDone() && callersWaiting() < callers) {
      Thread.sleep(5);
    }
  }

  private static long callersWaiting() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("caller-"))
        .filter(thread -> thread.getState() == Thread.State.WAITING)
        .count();
  }

  private static String nameOf(Integer... numbers) {
    return "caller-" + numbers[0];
  }
}
