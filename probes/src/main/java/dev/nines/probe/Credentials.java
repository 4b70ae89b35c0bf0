package dev.nines.probe;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** How an HTTP probe says who it is. */
public sealed interface Credentials {
  /**
   * {@code basic_auth} of blackbox_exporter (RFC 7617).
   *
   * @param username who
   * @param password with what
   */
  record Basic(Content username, Content password) implements Credentials {}

  /**
   * {@code authorization} and {@code bearer_token} of blackbox_exporter.
   *
   * @param scheme such as {@code Bearer}
   * @param token what follows it
   */
  record Token(String scheme, Content token) implements Credentials {}

  /**
   * {@code oauth2} of blackbox_exporter: the client credentials grant (RFC 6749, 4.4).
   *
   * @param clientId who
   * @param clientSecret with what
   * @param scopes what is asked for
   * @param tokenUrl where a token is got
   * @param endpointParams further parameters of the token request; they may be secrets
   * @param tls how TLS is done with the token's endpoint
   * @param proxy what the token's endpoint is reached through
   */
  record ClientCredentials(
      Content clientId,
      Content clientSecret,
      List<String> scopes,
      URI tokenUrl,
      Map<String, String> endpointParams,
      TlsSpec tls,
      ProxySpec proxy)
      implements Credentials {
    /** Copies the collections. */
    public ClientCredentials {
      scopes = List.copyOf(scopes);
      endpointParams = Map.copyOf(endpointParams);
    }

    /** Without the parameters and what the URL holds but its host: each may be a secret. */
    @Override
    public String toString() {
      return "ClientCredentials[%s, %s, %s]"
          .formatted(clientId, clientSecret, Targets.host(tokenUrl));
    }
  }
}
