package dev.nines.engine.catalog;

import dev.nines.probe.HttpModule;
import dev.nines.probe.ProbeModule;
import dev.nines.probe.TcpModule;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The modules of a {@code blackbox.yml}, for {@code /probe} and for probes that name one.
 *
 * @param modules those that Nines can run, by name
 * @param foreign why Nines cannot run the others, by name: what comes after the module's name in a
 *     sentence, such as {@code has prober "icmp", which ...}
 */
public record BlackboxModules(Map<String, Module> modules, Map<String, String> foreign) {
  /** What there is where no file is named: {@code http_2xx} and {@code tcp_connect}. */
  public static final BlackboxModules STANDARD =
      new BlackboxModules(
          Map.of(
              "http_2xx", new Module(Optional.empty(), HttpModule.DEFAULT),
              "tcp_connect", new Module(Optional.empty(), TcpModule.DEFAULT)),
          Map.of());

  /** Copies the maps. */
  public BlackboxModules {
    modules = Map.copyOf(modules);
    foreign = Map.copyOf(foreign);
  }

  /**
   * One module.
   *
   * @param timeout deadline of a run, where the module names one
   * @param asks what is asked
   */
  public record Module(Optional<Duration> timeout, ProbeModule asks) {}
}
