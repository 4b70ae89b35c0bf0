package dev.nines.probe;

import java.time.Duration;

/** What one probe asks of its target. */
public sealed interface ProbeSpec permits HttpSpec, HttpStepsSpec, TcpSpec {
  /** {@return the deadline of the whole run, above zero} */
  Duration timeout();

  /**
   * Asks a target what a module asks.
   *
   * @param module what is asked
   * @param target a URL or a host for HTTP and its transactions, {@code host:port} for TCP
   * @param timeout deadline of the whole run, above zero
   * @return the probe
   * @throws IllegalArgumentException whose message is one sentence for the person who wrote the
   *     target
   */
  static ProbeSpec of(ProbeModule module, String target, Duration timeout) {
    return switch (module) {
      case HttpModule http -> new HttpSpec(Targets.http(target), timeout, http);
      case HttpStepsModule steps -> new HttpStepsSpec(Targets.http(target), timeout, steps);
      case TcpModule tcp -> {
        var at = Targets.tcp(target);
        yield new TcpSpec(at.host(), at.port(), timeout, tcp);
      }
    };
  }

  /**
   * The same with another deadline.
   *
   * @param timeout deadline of the whole run, above zero
   * @return the probe
   */
  default ProbeSpec within(Duration timeout) {
    return switch (this) {
      case HttpSpec http -> new HttpSpec(http.target(), timeout, http.module());
      case HttpStepsSpec steps -> new HttpStepsSpec(steps.target(), timeout, steps.module());
      case TcpSpec tcp -> new TcpSpec(tcp.host(), tcp.port(), timeout, tcp.module());
    };
  }

  /**
   * {@return the target's host, also where it is no host name by the letter ({@code my_service})}
   */
  String host();

  /**
   * {@return the target's host and port, that of the scheme where the target names none, such as
   * {@code shop.example.com:443}}
   */
  String hostPort();

  /** {@return the target for people and labels, without user information and query} */
  String displayTarget();
}
