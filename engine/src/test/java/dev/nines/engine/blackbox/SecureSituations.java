package dev.nines.engine.blackbox;

import static dev.nines.engine.blackbox.Situation.http;

import java.util.List;
import java.util.stream.Stream;

/** HTTP with TLS, through proxies and with OAuth 2. */
record SecureSituations(Zoo zoo) {
  static final String LATE_TOKEN = "an OAuth 2 endpoint that hangs";

  private static final String CA = "tls_config: {ca_file: ${ca}}";

  Stream<Situation> all() {
    return Stream.of(certificates(), versions(), names(), proxies(), tokens())
        .flatMap(List::stream);
  }

  private List<Situation> certificates() {
    return List.of(
        http("a trusted certificate", zoo.https("server", "/status/200"), CA),
        http(
            "TLS where it must be",
            zoo.https("server", "/status/200"),
            CA + ", fail_if_not_ssl: true"),
        http(
            "TLS where it must not be",
            zoo.https("server", "/status/200"),
            CA + ", fail_if_ssl: true"),
        http("an authority that nobody trusts", zoo.https("server", "/status/200"), ""),
        http(
            "any certificate will do",
            zoo.https("server", "/status/200"),
            "tls_config: {insecure_skip_verify: true}"),
        http("a self-signed certificate", zoo.https("alone", "/status/200"), ""),
        http(
            "a self-signed certificate that is trusted",
            zoo.https("alone", "/status/200"),
            "tls_config: {ca_file: ${alone}}"),
        http("an expired certificate", zoo.https("expired", "/status/200"), CA),
        http(
            "an expired certificate that will do",
            zoo.https("expired", "/status/200"),
            "tls_config: {insecure_skip_verify: true}"),
        http("a certificate of another name", zoo.https("elsewhere", "/status/200"), CA),
        http(
            "a certificate of another name that will do",
            zoo.https("elsewhere", "/status/200"),
            "tls_config: {insecure_skip_verify: true}"),
        http(
            "a certificate of the declared name",
            zoo.https("elsewhere", "/status/200"),
            "tls_config: {ca_file: ${ca}, server_name: elsewhere.example}"),
        http("no client certificate where one must be", zoo.https("mtls", "/status/200"), CA),
        http(
            "a client certificate",
            zoo.https("mtls", "/status/200"),
            "tls_config: {ca_file: ${ca}, cert_file: ${client.pem}, key_file: ${client.key}}"),
        http(
                "an authority's file that is missing",
                zoo.https("server", "/status/200"),
                "tls_config: {ca_file: /no/such/ca.pem}")
            .differs(Differences.LATE_FILES, "probe_http_duration_seconds"),
        http("plain HTTP where TLS is expected", "https://" + zoo.at("web") + "/status/200", ""),
        http(
            "TLS where plain HTTP is expected",
            "http://" + zoo.at("https-server") + "/status/200",
            ""),
        http("a server that never shakes hands", "https://" + zoo.at("silent"), "").within("1s"),
        http("a server that resets the handshake", "https://" + zoo.at("reset"), ""),
        http("a server that closes the handshake", "https://" + zoo.at("closing"), ""));
  }

  private List<Situation> versions() {
    return List.of(
        http("TLS 1.2", zoo.https("12", "/status/200"), CA),
        http("TLS 1.3", zoo.https("13", "/status/200"), CA),
        http(
            "TLS 1.3 wanted, 1.2 given",
            zoo.https("12", "/status/200"),
            "tls_config: {ca_file: ${ca}, min_version: TLS13}"),
        http("HTTP/2", "https://" + zoo.at("h2") + "/", CA),
        http(
            "HTTP/2 wanted",
            "https://" + zoo.at("h2") + "/",
            CA + ", valid_http_versions: [HTTP/2.0]"),
        http("HTTP/2 off", "https://" + zoo.at("h2") + "/", CA + ", enable_http2: false"),
        http("HTTP/2 not spoken", zoo.https("server", "/status/200"), CA + ", enable_http2: true"));
  }

  private List<Situation> names() {
    var sni = "localhost:" + zoo.port("https-sni");
    return List.of(
        http("SNI of the target", "https://" + sni + "/status/200", CA),
        http(
            "SNI of server_name",
            "https://" + sni + "/status/200",
            "tls_config: {ca_file: ${ca}, server_name: one.example}"),
        http(
            "SNI of the Host header",
            "https://" + sni + "/status/200",
            CA + ", headers: {Host: two.example}"),
        http("SNI of hostname=", "https://" + sni + "/status/200", CA)
            .asking("hostname", "one.example"),
        http(
                "hostname= against a Host header",
                "https://" + sni + "/status/200",
                CA + ", headers: {Host: two.example}")
            .asking("hostname", "one.example"),
        http(
                "server_name before hostname=",
                "https://" + sni + "/status/200",
                "tls_config: {ca_file: ${ca}, server_name: two.example}")
            .asking("hostname", "one.example"),
        http(
                "SNI is kept on another port",
                "https://"
                    + sni
                    + "/to/https:%2F%2Flocalhost:"
                    + zoo.port("https-server")
                    + "%2Fstatus%2F200",
                "tls_config: {ca_file: ${ca}, server_name: one.example}")
            .differs(
                Differences.OTHER_PORT,
                "probe_http_status_code",
                "probe_http_version",
                "probe_http_content_length",
                "probe_http_ssl",
                "probe_http_uncompressed_body_length",
                "probe_success",
                "probe_tls_version_info",
                "probe_ssl_earliest_cert_expiry",
                "probe_ssl_last_chain_expiry_timestamp_seconds",
                "probe_ssl_last_chain_info"),
        http(
            "a redirect from TLS to plain",
            zoo.https("server", "/to/http:%2F%2F" + zoo.at("web") + "%2Fstatus%2F200"),
            CA),
        http(
            "a redirect from plain to TLS",
            zoo.web("/to/https:%2F%2F" + zoo.at("https-server") + "%2Fstatus%2F200"),
            CA + ", fail_if_not_ssl: true"),
        http(
            "a redirect to a certificate that is not trusted",
            zoo.web("/to/https:%2F%2F" + zoo.at("https-alone") + "%2Fstatus%2F200"),
            CA));
  }

  private List<Situation> proxies() {
    return List.of(
        http("a forward proxy", zoo.web("/wants/Via:%20zoo"), proxy("proxy", "")),
        http("CONNECT", zoo.https("server", "/status/200"), CA + ", " + proxy("proxy", "")),
        http("a proxy's password", zoo.web("/status/200"), proxy("proxy-auth", "u:p@")),
        http(
            "a proxy's password with CONNECT",
            zoo.https("server", "/status/200"),
            CA + ", " + proxy("proxy-auth", "u:p@")),
        http("a proxy's wrong password", zoo.web("/status/200"), proxy("proxy-auth", "u:q@")),
        http(
            "a proxy that refuses CONNECT",
            zoo.https("server", "/status/200"),
            CA + ", " + proxy("proxy-closed", "")),
        http(
            "headers for CONNECT",
            zoo.https("server", "/status/200"),
            CA + ", proxy_connect_header: {X-Zoo: [let me in]}, " + proxy("proxy-header", "")),
        http("a refused proxy", zoo.web("/status/200"), proxy("refused", "")),
        http(
            "a name that only the proxy need know",
            zoo.web("/status/200"),
            "skip_resolve_phase_with_proxy: true, " + proxy("proxy", "")),
        http(
            "a name that nobody knows through a proxy",
            "http://does-not-exist.invalid/",
            "skip_resolve_phase_with_proxy: true, " + proxy("proxy", "")));
  }

  private String proxy(String name, String user) {
    return "proxy_url: 'http://%s%s'".formatted(user, zoo.at(name));
  }

  private List<Situation> tokens() {
    return List.of(
        http("an OAuth 2 token", zoo.web("/wants/Bearer%20t0ken%5Cn"), oauth("/token/good")),
        http("a broken OAuth 2 answer", zoo.web("/status/200"), oauth("/token/broken")),
        http("an OAuth 2 endpoint that says 500", zoo.web("/status/200"), oauth("/token/500")),
        http("an OAuth 2 endpoint that says 401", zoo.web("/status/200"), oauth("/token/401")),
        http(LATE_TOKEN, zoo.web("/status/200"), oauth("/late/6000")).within("1s"),
        onAnotherHost("a bearer token", "bearer_token: abc"),
        onAnotherHost("a password", "basic_auth: {username: u, password: p}"),
        onAnotherHost("credentials", "authorization: {type: Token, credentials: abc}"),
        http(
            "a bearer token on a redirect to another port",
            zoo.web("/to/http:%2F%2F" + zoo.at("web") + "%2Fwants%2FBearer"),
            "bearer_token: abc"));
  }

  private Situation onAnotherHost(String secret, String http) {
    return http(
            secret + " on a redirect to another host",
            zoo.web(
                "/to/http:%2F%2Flocalhost:" + zoo.port("web") + "%2Flacks%2F%5Ba%5Duthorization"),
            http)
        .differs(Differences.SECRETS_STAY, "probe_http_status_code", "probe_success");
  }

  private String oauth(String path) {
    return "oauth2: {client_id: id, client_secret: secret, token_url: '%s'}"
        .formatted(zoo.web(path));
  }
}
