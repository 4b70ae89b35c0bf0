package dev.nines.engine.declarations.blackbox;

import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.probe.Credentials;
import dev.nines.probe.Header;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.TlsSpec;
import java.util.List;
import java.util.Optional;

/**
 * Reads how an HTTP client says who it is and gets through, by the keys that a module and
 * Prometheus itself have for it.
 */
public final class ClientReader {
  private final HeaderReader headers;
  private final TlsReader tls;
  private final ProxyReader proxy;
  private final CredentialsReader credentials;

  /**
   * A reader.
   *
   * @param variables fills in secrets
   */
  public ClientReader(Placeholders variables) {
    var contents = new Contents(variables, _ -> false);
    headers = new HeaderReader(contents);
    tls = new TlsReader(contents);
    proxy = new ProxyReader(contents);
    credentials = new CredentialsReader(contents, tls, proxy);
  }

  /**
   * How a client says who it is and gets through.
   *
   * @param credentials who asks, where given
   * @param headers sent with every request
   * @param tls how TLS is done
   * @param proxy what requests go through
   */
  public record Client(
      Optional<Credentials> credentials, List<Header> headers, TlsSpec tls, ProxySpec proxy) {
    /** Copies the list. */
    public Client {
      headers = List.copyOf(headers);
    }
  }

  /**
   * Reads it.
   *
   * @param client the keys
   * @return what they say; of use only where there was no fault
   */
  public Client read(Mapping client) {
    return new Client(
        credentials.read(client), headers.read(client), tls.read(client), proxy.read(client));
  }
}
