package dev.nines.engine;

import dev.nines.engine.declarations.yaml.Fault;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code POST /tasks/reload} on the admin port: takes over the declarations now, and answers 422
 * with every fault where they cannot be. No Dropwizard task, since a task can answer nothing but
 * 200, or 500 with a stack trace.
 */
final class ReloadServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int UNPROCESSABLE = 422;

  private final transient Supplier<List<Fault>> reload;

  /**
   * Reloads.
   *
   * @param reload takes over the declarations, or tells what is wrong with them
   */
  ReloadServlet(Supplier<List<Fault>> reload) {
    this.reload = reload;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var faults = reload.get();
    response.setContentType("text/plain;charset=utf-8");
    var output = response.getWriter();
    if (faults.isEmpty()) {
      output.println("taken over");
    } else {
      response.setStatus(UNPROCESSABLE);
      output.println("not taken over, the last good set stays:");
      faults.forEach(output::println);
    }
  }
}
