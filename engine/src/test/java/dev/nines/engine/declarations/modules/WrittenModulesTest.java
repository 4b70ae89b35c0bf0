package dev.nines.engine.declarations.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.nines.engine.Peers;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.probe.Compression;
import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule;
import dev.nines.probe.IpSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeModule;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.SpeedLimit;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TlsSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WrittenModulesTest {
  private static final Path FOLDER = Path.of("/etc/prometheus");
  private static final Path OF_DEBIAN = FOLDER.resolve("blackbox.yml");

  private final Findings findings = new Findings();

  private WrittenModules read(String text) {
    return WrittenModules.read(new Source("blackbox.yml", FOLDER, text), findings);
  }

  private ProbeModule only(String module) {
    var modules = read("modules:\n  m:\n" + module.indent(4)).asDeclared().modules();
    assertThat(findings.faults()).isEmpty();
    return Optional.ofNullable(modules.get("m")).orElseThrow().asks();
  }

  @Test
  void everyHttpKeyIsReadOnce() throws IOException {
    var module =
        (HttpModule)
            only(
                """
                prober: http
                timeout: 5s
                http:
                  valid_status_codes: [200, 999]
                  valid_http_versions: ["HTTP/1.1", "HTTP/2.0"]
                  preferred_ip_protocol: ip4
                  ip_protocol_fallback: false
                  source_ip_address: 192.0.2.1
                  resolver: "[2001:db8::53]:5353"
                  follow_redirects: no
                  fail_if_ssl: true
                  fail_if_not_ssl: on
                  method: POST
                  headers: {Host: vhost, Authorization: Token abc, Flag: true}
                  http_headers:
                    X-Many: {values: [a], secrets: [b], files: [/c]}
                  fail_if_body_matches_regexp: [bad]
                  fail_if_body_not_matches_regexp: [good]
                  fail_if_body_json_matches_cel: body.down
                  fail_if_body_json_not_matches_cel: body.up
                  fail_if_header_matches: [{header: A, regexp: b, allow_missing: true}]
                  fail_if_header_not_matches: [{header: C, regexp: d}]
                  body: "${1}"
                  compression: br
                  body_size_limit: 10MB
                  enable_http2: false
                  enable_http3: false
                  basic_auth: {username: me, password: "${secret}"}
                  proxy_url: http://me:pw@proxy:3128
                  no_proxy: a.example, 10.0.0.0/8
                  proxy_connect_header: {X-Proxy: [p]}
                  skip_resolve_phase_with_proxy: true
                  fail_if_slower_than: 2s
                  degraded_if_slower_than: {total: 1s, tls: 100ms}
                  fail_if_cert_expires_within: 14d
                  tls_config:
                    insecure_skip_verify: true
                    ca: CA
                    cert: CERT
                    key: KEY
                    server_name: name
                    min_version: TLS12
                    max_version: TLS13
                """);

    var request = module.request();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.headers())
        .containsExactly(
            Header.of("Host", "vhost"),
            new Header("Authorization", new Content.Secret("Token abc")),
            Header.of("Flag", "true"),
            Header.of("X-Many", "a"),
            new Header("X-Many", new Content.Secret("b")),
            new Header("X-Many", new Content.InFile(Path.of("/c"))));
    assertThat(request.body()).contains(new Content.Text("${1}"));
    assertThat(request.compression()).contains(Compression.BR);
    assertThat(request.credentials())
        .contains(new Credentials.Basic(new Content.Text("me"), new Content.Secret("${secret}")));
    assertThat(request.followRedirects()).isFalse();
    assertThat(request.http2()).isFalse();
    var expectation = module.expectation();
    assertThat(expectation.validStatusCodes()).containsExactlyInAnyOrder(200, 999);
    assertThat(expectation.validHttpVersions()).containsExactlyInAnyOrder("HTTP/1.1", "HTTP/2.0");
    assertThat(expectation.failIfSsl()).isTrue();
    assertThat(expectation.failIfNotSsl()).isTrue();
    assertThat(expectation.body().failIfMatches()).extracting(Object::toString).contains("bad");
    assertThat(expectation.body().failIfNotMatches()).extracting(Object::toString).contains("good");
    assertThat(expectation.body().failIfJsonMatches()).map(c -> c.text()).contains("body.down");
    assertThat(expectation.body().failIfJsonNotMatches()).map(c -> c.text()).contains("body.up");
    assertThat(expectation.body().sizeLimit()).isEqualTo(10 << 20);
    assertThat(expectation.failIfHeaderMatches())
        .extracting(m -> m.header() + m.pattern() + m.allowMissing())
        .containsExactly("Abtrue");
    assertThat(expectation.failIfHeaderNotMatches())
        .extracting(m -> m.header() + m.pattern() + m.allowMissing())
        .containsExactly("Cdfalse");
    assertThat(expectation.limits())
        .containsExactly(
            limit(Optional.empty(), 2_000, SpeedLimit.Verdict.FAILED),
            limit(Optional.empty(), 1_000, SpeedLimit.Verdict.DEGRADED),
            limit(Optional.of(Phase.TLS), 100, SpeedLimit.Verdict.DEGRADED));
    assertThat(module.network().ip()).isEqualTo(new IpSpec(IpSpec.Version.IP4, false));
    assertThat(module.network().source()).contains(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(module.network().resolver())
        .contains(new InetSocketAddress(InetAddress.ofLiteral("2001:db8::53"), 5353));
    assertThat(module.proxy().url()).map(Object::toString).contains("http://me:pw@proxy:3128");
    assertThat(module.proxy().noProxy()).containsExactly("a.example", "10.0.0.0/8");
    assertThat(module.proxy().connectHeaders())
        .containsExactly(new Header("X-Proxy", new Content.Secret("p")));
    assertThat(module.proxy().skipResolve()).isTrue();
    assertThat(module.tls())
        .isEqualTo(
            new TlsSpec(
                true,
                Optional.of(new Content.Text("CA")),
                Optional.of(
                    new TlsSpec.Identity(new Content.Text("CERT"), new Content.Secret("KEY"))),
                Optional.of("name"),
                TlsSpec.Version.TLS12,
                Optional.of(TlsSpec.Version.TLS13),
                Optional.of(Duration.ofDays(14))));
  }

  private static SpeedLimit limit(Optional<Phase> phase, long millis, SpeedLimit.Verdict verdict) {
    return new SpeedLimit(phase, Duration.ofMillis(millis), verdict);
  }

  @Test
  void everyTcpKeyIsReadOnce() {
    var module =
        (TcpModule)
            only(
                """
                prober: tcp
                tcp:
                  preferred_ip_protocol: ip4
                  ip_protocol_fallback: false
                  source_ip_address: "::1"
                  resolver: 192.0.2.53
                  tls: true
                  tls_config: {server_name: name}
                  fail_if_slower_than: {connect: 1s}
                  query_response:
                    - expect: "^(.*)$"
                      labels: [{name: banner, value: "${1}"}]
                      send: "HELO ${1}"
                      starttls: true
                    - expect_bytes: OK
                """);

    assertThat(module.secure()).isTrue();
    assertThat(module.tls()).isEqualTo(TlsSpec.DEFAULT.withServerName("name"));
    assertThat(module.network().source()).contains(InetAddress.ofLiteral("::1"));
    assertThat(module.network().resolver())
        .contains(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53));
    assertThat(module.limits())
        .containsExactly(limit(Optional.of(Phase.CONNECT), 1_000, SpeedLimit.Verdict.FAILED));
    assertThat(module.dialogue().getFirst().expect())
        .map(Object::toString)
        .get()
        .asString()
        .contains("^(.*)$");
    assertThat(module.dialogue().getFirst().labels())
        .containsExactly(new TcpModule.Label("banner", "${1}"));
    assertThat(module.dialogue().getFirst().send()).contains("HELO ${1}");
    assertThat(module.dialogue().getFirst().startTls()).isTrue();
    assertThat(module.dialogue().getLast().expect()).contains(new TcpModule.Expected.Bytes("OK"));
  }

  @ParameterizedTest
  @MethodSource
  void credentials(String http, Credentials expected) {
    var module = (HttpModule) only("prober: http\nhttp:\n" + http.indent(2));

    assertThat(module.request().credentials()).contains(expected);
  }

  static Stream<Arguments> credentials() {
    return Stream.of(
        argumentSet(
            "bearer token",
            "bearer_token: abc",
            new Credentials.Token("Bearer", new Content.Secret("abc"))),
        argumentSet(
            "bearer token in a file beside",
            "bearer_token_file: token",
            new Credentials.Token("Bearer", new Content.InFile(FOLDER.resolve("token")))),
        argumentSet(
            "authorization",
            "authorization: {type: ApiKey, credentials: abc}",
            new Credentials.Token("ApiKey", new Content.Secret("abc"))),
        argumentSet(
            "files",
            "basic_auth: {username_file: /u, password_file: /p}",
            new Credentials.Basic(
                new Content.InFile(Path.of("/u")), new Content.InFile(Path.of("/p")))),
        argumentSet(
            "OAuth 2",
            """
            oauth2:
              client_id: me
              client_secret: abc
              scopes: [a, b]
              token_url: https://id.example.com/token
              endpoint_params: {audience: api}
              tls_config: {server_name: name}
              proxy_from_environment: true
            """,
            new Credentials.ClientCredentials(
                new Content.Text("me"),
                new Content.Secret("abc"),
                List.of("a", "b"),
                URI.create("https://id.example.com/token"),
                Map.of("audience", "api"),
                TlsSpec.DEFAULT.withServerName("name"),
                new ProxySpec(Optional.empty(), List.of(), true, List.of(), false))));
  }

  @Test
  void mergeKeysAndTheWordsOfYaml11AreReadAsGoReadsThem() {
    var modules =
        read("""
        modules:
          a:
            prober: http
            http: &a {method: PUT, fail_if_ssl: yes, valid_status_codes: [200]}
          b:
            prober: http
            http: {<<: *a, valid_status_codes: [204]}
        """)
            .asDeclared()
            .modules();

    assertThat(findings.faults()).isEmpty();
    var b = (HttpModule) Optional.ofNullable(modules.get("b")).orElseThrow().asks();
    assertThat(b.request().method()).isEqualTo("PUT");
    assertThat(b.expectation().failIfSsl()).isTrue();
    assertThat(b.expectation().validStatusCodes()).containsExactly(204);
  }

  @Test
  void aForeignProberIsOneWarningAndItsBodyIsNotRead() {
    var modules =
        read("modules: {ping: {prober: icmp, icmp: {ttl: -1}, x: y}, web: {prober: http}}")
            .asDeclared();

    assertThat(findings.faults()).isEmpty();
    assertThat(findings.warnings())
        .extracting(Fault::toString)
        .containsExactly(
            "blackbox.yml:1:26: modules.ping.prober: the prober icmp is not supported: ping is"
                + " off");
    assertThat(modules.foreign())
        .isEqualTo(
            Map.of(
                "ping",
                "has prober \"icmp\", which Nines does not have: it has http, http_steps, tcp"));
    assertThat(modules.modules()).containsOnlyKeys("web");
  }

  @Test
  void aBodyThatIsNotSentIsOneWarning_andTurnsOffItsModuleAlone() {
    var modules =
        read("""
        modules:
          get: {prober: http, http: {body: a}}
          head: {prober: http, http: {method: HEAD, body_file: /etc/passwd}}
          post: {prober: http, http: {method: POST, body: a}}
          empty: {prober: http, http: {body: ""}}
        """)
            .asDeclared();

    assertThat(findings.faults()).isEmpty();
    assertThat(findings.warnings())
        .extracting(Fault::toString)
        .containsExactly(
            "blackbox.yml:2:8: modules.get: a body is not sent with GET: get is off",
            "blackbox.yml:3:9: modules.head: a body is not sent with HEAD: head is off");
    assertThat(modules.foreign())
        .isEqualTo(
            Map.of(
                "get", "sends a body with GET, which Nines does not",
                "head", "sends a body with HEAD, which Nines does not"));
    assertThat(modules.modules()).containsOnlyKeys("post", "empty");
  }

  @Test
  void theFileOfDebianLoads() throws IOException {
    var modules = read(Files.readString(Peers.path(OF_DEBIAN))).asDeclared();

    assertThat(findings.faults()).isEmpty();
    assertThat(findings.warnings()).hasSize(4);
    assertThat(modules.foreign()).containsOnlyKeys("grpc", "grpc_plain", "icmp", "icmp_ttl5");
    assertThat(modules.modules())
        .containsOnlyKeys(
            "http_2xx", "http_post_2xx", "tcp_connect", "pop3s_banner", "ssh_banner", "irc_banner");
  }

  /** The situations of the peer's TestLoadBadConfigs that concern http and tcp, and more. */
  @ParameterizedTest
  @MethodSource
  void faults(String http, String expected) {
    read("modules:\n  m:\n    prober: http\n    http:\n" + http.indent(6));

    assertThat(findings.faults()).extracting(Fault::toString).contains("blackbox.yml:" + expected);
    assertThat(findings.faults().toString()).doesNotContain("hunter2");
  }

  private static Arguments row(String http, String expected) {
    return argumentSet(http.lines().findFirst().orElse(""), http, expected);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        row("invalid_extra_field: x", "5:7: modules.m.http.invalid_extra_field: unknown key"),
        row(
            "{bearer_token: hunter2, bearer_token_file: /f}",
            "5:7: modules.m.http: expected at most one of bearer_token and bearer_token_file"),
        row(
            "{basic_auth: {}, bearer_token: hunter2}",
            "5:7: modules.m.http: expected at most one of basic_auth and bearer_token"),
        row(
            "{authorization: {}, oauth2: {client_id: a, token_url: 'http://a'}}",
            "5:7: modules.m.http: expected at most one of authorization and oauth2"),
        row(
            "fail_if_header_matches: [{header: A}]",
            "5:32: modules.m.http.fail_if_header_matches[0].regexp: required"),
        row(
            "fail_if_header_not_matches: [{regexp: A, header: ''}]",
            "5:56: modules.m.http.fail_if_header_not_matches[0].header: required"),
        row(
            "fail_if_header_matches: [{header: A, regexp: ':['}]",
            "5:52: modules.m.http.fail_if_header_matches[0].regexp: not a regular expression"
                + " (RE2): missing closing ], in \":[\""),
        row(
            "fail_if_body_matches_regexp: [':[']",
            "5:37: modules.m.http.fail_if_body_matches_regexp[0]: not a regular expression (RE2):"
                + " missing closing ], in \":[\""),
        row(
            "fail_if_body_not_matches_regexp: [':[']",
            "5:41: modules.m.http.fail_if_body_not_matches_regexp[0]: not a regular expression"
                + " (RE2): missing closing ], in \":[\""),
        row(
            "{compression: gzip, headers: {Accept-Encoding: deflate}}",
            "5:54: modules.m.http.headers.Accept-Encoding: does not admit compression: gzip"),
        row(
            "{compression: gzip, headers: {accEpt-enCoding: deflate}}",
            "5:54: modules.m.http.headers.accEpt-enCoding: does not admit compression: gzip"),
        row(
            "{compression: gzip, headers: {Accept-Encoding: '*;q=0.0'}}",
            "5:54: modules.m.http.headers.Accept-Encoding: does not admit compression: gzip"),
        row(
            "{enable_http3: true, enable_http2: false}",
            "5:22: modules.m.http.enable_http3: HTTP/3 is not supported: leave this key out, and"
                + " HTTP/2 or 1.1 is used"),
        row(
            "{method: POST, body: a, body_file: /b}",
            "5:7: modules.m.http: expected at most one of body and body_file"),
        row("no_proxy: a", "5:17: modules.m.http.no_proxy: needs proxy_url"),
        row(
            "{proxy_from_environment: true, proxy_url: 'http://a:hunter2@b'}",
            "5:49: modules.m.http.proxy_url: means nothing with proxy_from_environment: true"),
        row(
            "proxy_url: 'http://a:hunter2@'",
            "5:18: modules.m.http.proxy_url: expected the http:// URL of a proxy such as"
                + " http://proxy:3128: others are not spoken to"),
        row(
            "proxy_url: 'https://a:hunter2@b:3129'",
            "5:18: modules.m.http.proxy_url: expected the http:// URL of a proxy such as"
                + " http://proxy:3128: others are not spoken to"),
        row(
            "proxy_connect_header: {A: [b]}",
            "5:29: modules.m.http.proxy_connect_header: needs proxy_url or proxy_from_environment:"
                + " true"),
        row(
            "http_headers: {Host: {values: [a]}}",
            "5:28: modules.m.http.http_headers.Host: cannot be set here, but under headers"),
        row(
            "headers: {Host: a, host: b}",
            "5:32: modules.m.http.headers.host: this header stands here twice, first at"
                + " blackbox.yml:5:23"),
        row(
            "{headers: {Authorization: \"hunter2\\n\"}}",
            "5:33: modules.m.http.headers.Authorization: expected a header's value: ASCII without"
                + " control characters"),
        row(
            "authorization: {type: Basic, credentials: hunter2}",
            "5:29: modules.m.http.authorization.type: expected basic_auth in place of this type"),
        row(
            "basic_auth: {password: hunter2, password_file: /f}",
            "5:19: modules.m.http.basic_auth: expected at most one of password and password_file"),
        row(
            "basic_auth: {password_ref: a}",
            "5:34: modules.m.http.basic_auth.password_ref: is not supported: Nines has no store of"
                + " secrets, only files"),
        row("oauth2: {token_url: 'http://a'}", "5:15: modules.m.http.oauth2.client_id: required"),
        row("oauth2: {client_id: a}", "5:15: modules.m.http.oauth2.token_url: required"),
        row(
            "tls_config: {ca: a, ca_file: /b}",
            "5:19: modules.m.http.tls_config: expected at most one of ca and ca_file"),
        row(
            "tls_config: {cert: a}",
            "5:19: modules.m.http.tls_config: a client certificate needs its key: key or key_file"),
        row(
            "tls_config: {key: hunter2}",
            "5:19: modules.m.http.tls_config: a client key needs its certificate: cert or"
                + " cert_file"),
        row(
            "tls_config: {min_version: TLS13, max_version: TLS12}",
            "5:19: modules.m.http.tls_config: max_version is older than min_version"),
        row(
            "fail_if_body_json_matches_cel: ''",
            "5:38: modules.m.http.fail_if_body_json_matches_cel: expected a CEL expression, got"
                + " nothing"));
  }

  @Test
  void aModuleNeedsAProberThatThereIs() {
    read("modules: {a: {}, b: {prober: invalid}, c: {prober: htp, http: {}}}");

    assertThat(findings.faults())
        .extracting(Fault::toString)
        .containsExactly(
            "blackbox.yml:1:14: modules.a.prober: required",
            "blackbox.yml:1:30: modules.b.prober: expected http, http_steps or tcp, got \"invalid\"",
            "blackbox.yml:1:52: modules.c.prober: expected http, http_steps or tcp, got \"htp\" (did you mean"
                + " http?)");
  }

  @Test
  void aStepOfADialogueExpectsOneThing() {
    read(
        """
        modules:
          m:
            prober: tcp
            tcp: {query_response: [{expect: ':[', expect_bytes: a}]}
        """);

    assertThat(findings.faults())
        .extracting(Fault::message)
        .containsExactly(
            "expected at most one of expect and expect_bytes",
            "not a regular expression (RE2): missing closing ], in \":[\"");
  }

  @Test
  void whatThePeerAllowsButIsProbablyNotMeantIsAWarning() {
    read(
        """
        modules:
          m:
            prober: http
            tcp: {tls: true}
            http:
              no_follow_redirects: true
              bearer_token_file: /none
              tls_config: {min_version: TLS10}
        """);

    assertThat(findings.faults()).isEmpty();
    assertThat(findings.warnings())
        .extracting(Fault::message)
        .containsExactly(
            "means nothing with this prober",
            "is deprecated: follow_redirects says the same the other way round",
            "there is no such file now: \"/none\"",
            "TLS 1.0 and 1.1 are refused by the JDK, so TLS 1.2 is the least");
  }
}
