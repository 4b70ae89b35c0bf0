package dev.nines.probe;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What an HTTP request goes through.
 *
 * @param url the proxy, where one is declared; its user information is a secret
 * @param noProxy hosts, domains and networks that are reached without, as Go's httpproxy reads them
 * @param fromEnvironment whether {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code NO_PROXY}
 *     decide
 * @param connectHeaders headers of a CONNECT request
 * @param skipResolve whether the target's name is left to the proxy alone
 */
public record ProxySpec(
    Optional<URI> url,
    List<String> noProxy,
    boolean fromEnvironment,
    List<Header> connectHeaders,
    boolean skipResolve) {
  /** Straight to the target. */
  public static final ProxySpec NONE =
      new ProxySpec(Optional.empty(), List.of(), false, List.of(), false);

  /** Copies the lists. */
  public ProxySpec {
    noProxy = List.copyOf(noProxy);
    connectHeaders = List.copyOf(connectHeaders);
  }

  /** Without the proxy's user information. */
  @Override
  public String toString() {
    return "ProxySpec[" + url.map(URI::getHost).orElse("none") + "]";
  }
}
