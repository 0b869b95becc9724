package io.tidings.quickstart;

import io.tidings.backends.BackendException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "tidings",
    mixinStandardHelpOptions = true,
    description = "Starts and stops Tidings on this machine.",
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      StatusCommand.class,
      StopCommand.class,
      RehearseCommand.class
    })
public final class Tidings {
  private Tidings() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Tidings())
        .setExecutionExceptionHandler((failure, commandLine, _) -> {
          PrintWriter err = commandLine.getErr();
          if (failure instanceof StartException || failure instanceof BackendException) {
            // Written for the person at the terminal; a stack trace would only hide it.
            err.println("tidings: " + failure.getMessage());
          } else {
            failure.printStackTrace(err);
          }
          err.flush();
          return 1;
        });
  }
}
