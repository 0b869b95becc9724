package io.tidings.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
  @TempDir Path folder;

  @Test
  void findsWhatWorksInTheDataFolderAndWhatThatStarted() throws Exception {
    Path data = folder.toRealPath();
    Process inside =
        new ProcessBuilder("sh", "-c", "sleep 60 & echo started; wait")
            .directory(data.toFile())
            .start();
    Process outside = new ProcessBuilder("sleep", "60").start();
    try {
      inside.inputReader().readLine();

      assertThat(new Processes(data).pids())
          .contains(inside.pid(), inside.children().findFirst().orElseThrow().pid())
          .doesNotContain(outside.pid(), ProcessHandle.current().pid());
      assertThat(new Processes(data).rssMibByName()).containsOnlyKeys("sh", "sleep");
    } finally {
      inside.descendants().forEach(ProcessHandle::destroy);
      inside.destroy();
      outside.destroy();
    }
  }

  @Test
  void findsWhatNamesTheDataFolder() throws Exception {
    Path data = folder.toRealPath();
    Process named =
        new ProcessBuilder(List.of("sh", "-c", "echo started; sleep 60; : " + data)).start();
    try {
      named.inputReader().readLine();

      assertThat(new Processes(data).pids()).contains(named.pid());
      assertThat(new Processes(data).commandOf("sleep 60").getFirst()).isEqualTo("sh");
    } finally {
      named.descendants().forEach(ProcessHandle::destroy);
      named.destroy();
    }
  }

  @Test
  void countsTheProcessorTimeOfAProcess() throws Exception {
    Path data = folder.toRealPath();
    Process busy =
        new ProcessBuilder(
                "sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo done; read x")
            .directory(data.toFile())
            .start();
    try {
      busy.inputReader().readLine();

      assertThat(new Processes(data).cpuMillisByName().get("sh")).isPositive();
    } finally {
      busy.destroy();
    }
  }
}
