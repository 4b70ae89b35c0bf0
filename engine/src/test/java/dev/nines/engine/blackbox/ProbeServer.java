package dev.nines.engine.blackbox;

import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.engine.schedule.RunGates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Nines' {@code /probe} alone with a module file, without the rest of the server. */
record ProbeServer(ProbeEndpoint endpoint) implements AutoCloseable {
  private static final int RUNS_AT_ONCE = 200;

  static ProbeServer start(Path modules) throws Exception {
    return start(modules, System::getenv);
  }

  static ProbeServer start(Path modules, Function<String, @Nullable String> environment)
      throws Exception {
    var findings = new Findings();
    var source = new Source(modules.toString(), modules.getParent(), Files.readString(modules));
    var read = WrittenModules.read(source, findings);
    if (!findings.faults().isEmpty()) {
      throw new IOException("faults: " + findings.faults());
    }
    return new ProbeServer(
        new ProbeEndpoint(
            read.asDeclared(), new RunGates(RUNS_AT_ONCE, RUNS_AT_ONCE), environment));
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + endpoint.port());
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
