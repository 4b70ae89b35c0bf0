package dev.nines.engine.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Starts Nines in this process. */
@FunctionalInterface
public interface ServerStarter {
  /**
   * Starts the server; it may return while the server runs on.
   *
   * @param config the configuration file
   * @param ready is told the address of the pages once they are served
   * @throws Exception if it cannot start
   */
  void start(Path config, Consumer<URI> ready) throws Exception;
}
