package dev.nines.engine;

import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** {@code POST /tasks/reload} on the admin port: takes over the declarations now. */
final class ReloadTask extends Task {
  private final Declared declared;

  ReloadTask(Declared declared) {
    super("reload", "text/plain");
    this.declared = declared;
  }

  @Override
  public void execute(Map<String, List<String>> parameters, PrintWriter output) {
    var faults = declared.reload();
    if (faults.isEmpty()) {
      output.println("taken over");
    } else {
      output.println("not taken over, the last good set stays:");
      faults.forEach(output::println);
    }
  }
}
