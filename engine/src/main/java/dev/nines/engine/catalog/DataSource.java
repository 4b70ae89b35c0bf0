package dev.nines.engine.catalog;

import dev.nines.probe.Credentials;
import dev.nines.probe.Header;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.TlsSpec;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A Prometheus, or what speaks its API, that SLIs are asked of.
 *
 * @param name unique among data sources
 * @param displayName for people
 * @param url without the path of the API, such as {@code https://prometheus.example.com/prefix}
 * @param credentials who asks, where declared
 * @param headers sent with every request, such as a tenant's
 * @param tls how TLS is done
 * @param proxy what requests go through
 */
public record DataSource(
    String name,
    String displayName,
    URI url,
    Optional<Credentials> credentials,
    List<Header> headers,
    TlsSpec tls,
    ProxySpec proxy) {
  /** Copies the list. */
  public DataSource {
    headers = List.copyOf(headers);
  }
}
