package dev.nines.probe.net;

import java.util.Map;
import java.util.Optional;

/**
 * What whoever asks for a run adds to what is declared.
 *
 * @param traceHeaders headers that carry the trace into an HTTP target, on every hop; TCP has no
 *     place for them
 * @param addresses where the run may connect to
 */
public record RunContext(Map<String, String> traceHeaders, AddressRule addresses) {
  /** No trace, and every address. */
  public static final RunContext PLAIN = new RunContext(Map.of(), AddressRule.ANY);

  /** Copies the headers. */
  public RunContext {
    traceHeaders = Map.copyOf(traceHeaders);
  }

  /**
   * A traced run that may connect anywhere.
   *
   * @param headers carry the trace
   * @return the context
   */
  public static RunContext traced(Map<String, String> headers) {
    return new RunContext(headers, AddressRule.ANY);
  }

  /**
   * For a request that the module declares, such as one for a token: its target is as much the
   * module's choice as a proxy is.
   *
   * @return the context of that request, without a trace
   */
  public RunContext declared() {
    return new RunContext(
        Map.of(),
        destination ->
            switch (destination) {
              case Destination.Target(var host, var address) ->
                  addresses.refusal(new Destination.Declared(host, address));
              case Destination.Declared declared -> addresses.refusal(declared);
              case Destination.NamedTarget _ -> Optional.empty();
            });
  }
}
