package dev.nines.engine;

import dev.nines.engine.cli.ConfiguredFiles;
import dev.nines.engine.database.Database;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What declarations may ask for by {@code ${NAME}}: the environment, and where Nines itself is. */
final class EngineFacts {
  private final Function<String, Optional<String>> environment;
  private volatile Map<String, String> facts = Map.of();
  private volatile int httpPort;
  private volatile boolean guessed;

  EngineFacts(Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  void setDatabase(Database database) {
    facts =
        Map.of(
            "NINES_DATABASE_HOST", database.host(),
            "NINES_DATABASE_PORT", Integer.toString(database.port()));
  }

  void setHttpPort(int port) {
    httpPort = port;
  }

  /** For a first reading, when nothing has started: any address will do. */
  Optional<String> beforeStart(String name) {
    var standIn = ConfiguredFiles.standIn(name);
    if (standIn.isPresent()) {
      guessed = true;
    }
    return environment.apply(name).or(() -> standIn);
  }

  /** Whether a first reading asked for anything that is known only later. */
  boolean guessed() {
    return guessed;
  }

  Optional<String> now(String name) {
    if (name.equals("NINES_HTTP_PORT")) {
      return Optional.of(Integer.toString(httpPort));
    }
    return Optional.ofNullable(facts.get(name)).or(() -> environment.apply(name));
  }
}
