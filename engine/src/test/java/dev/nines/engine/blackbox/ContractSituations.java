package dev.nines.engine.blackbox;

import static dev.nines.engine.blackbox.ContractRow.down;
import static dev.nines.engine.blackbox.ContractRow.failed;
import static dev.nines.engine.blackbox.ContractRow.up;
import static dev.nines.engine.blackbox.Situation.http;
import static dev.nines.engine.blackbox.Situation.tcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What Debian's blackbox_exporter 0.23.0 does not know, and so cannot be compared with it. */
record ContractSituations(Zoo zoo, Path folder) {
  private static final String CEL = "probe_failed_due_to_cel";
  private static final String REGEX = "probe_failed_due_to_regex";
  private static final String BYTES = "probe_failed_due_to_bytes";
  private static final String CIPHER_13 = "probe_tls_cipher_info{cipher=TLS_AES_256_GCM_SHA384}";
  private static final String CIPHER_12 =
      "probe_tls_cipher_info{cipher=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384}";

  /** Nobody answers there (RFC 5737): what does has been asked through a proxy. */
  private static final String NOWHERE = "192.0.2.1";

  /** What {@code proxy_from_environment} finds. */
  Map<String, String> environment() {
    var proxy = "http://" + zoo.at("proxy-answering");
    return Map.of("HTTP_PROXY", proxy, "https_proxy", proxy, "NO_PROXY", "192.0.2.128/25");
  }

  Stream<ContractRow> all() throws IOException {
    return Stream.of(
            json(),
            httpHeaders(),
            bodyFiles(),
            proxies(),
            inlineTls(),
            labels(),
            bytes(),
            ciphers(),
            beyond())
        .flatMap(List::stream);
  }

  private ContractRow matches(String name, String path, String more, double cel, String why) {
    var situation = http(name, zoo.web(path), more);
    return (why.isEmpty() ? up(situation) : down(situation, why)).with(CEL, cel).with(REGEX, 0);
  }

  private List<ContractRow> json() {
    var up = "fail_if_body_json_not_matches_cel: \"body.status == 'up'\"";
    var down = "fail_if_body_json_matches_cel: \"body.status == 'up'\"";
    var body = "transfer/body_json";
    return List.of(
        matches("JSON as it must be", "/json", up, 0, ""),
        matches("JSON as it must not be", "/json", down, 1, body),
        matches(
            "JSON that is not as it must be",
            "/json",
            "fail_if_body_json_not_matches_cel: \"body.status == 'down'\"",
            1,
            body),
        matches(
            "JSON that is not as it must not be",
            "/json",
            "fail_if_body_json_matches_cel: \"body.status == 'down'\"",
            0,
            ""),
        matches(
            "one node that is not well",
            "/json",
            "fail_if_body_json_matches_cel: 'body.nodes.exists(n, !n.ok)'",
            1,
            body),
        matches(
            "both expressions",
            "/json",
            up + ", fail_if_body_json_matches_cel: 'body.nodes.all(n, n.ok)'",
            0,
            ""),
        matches(
            "a field that is not there",
            "/json",
            "fail_if_body_json_not_matches_cel: 'body.missing == 1'",
            1,
            body),
        matches("a body that is no JSON", "/status/200", up, 1, body),
        matches("a body that is empty", "/size/0", up, 1, body),
        matches(
            "JSON in a list", "/json", "fail_if_body_json_matches_cel: 'body[0] == 1'", 1, body),
        matches("a status that failed hides the JSON", "/status/500", up, 0, "processing/status"),
        matches(
            "JSON over the limit", "/json", up + ", body_size_limit: 10B", 1, "transfer/too_large"),
        matches(
            "JSON behind a redirect that is not followed",
            "/redirect/1",
            up + ", follow_redirects: false, valid_status_codes: [302]",
            1,
            body),
        matches("JSON behind a redirect", "/to/%2Fjson", up, 0, ""),
        matches(
            "JSON and a pattern",
            "/json",
            up + ", fail_if_body_not_matches_regexp: ['nodes']",
            0,
            ""),
        down(
                http(
                    "a pattern that fails before the JSON",
                    zoo.web("/json"),
                    up + ", fail_if_body_not_matches_regexp: ['nobody']"),
                "transfer/body")
            .with(CEL, 0)
            .with(REGEX, 1),
        up(http("no expression", zoo.web("/json"), "")).without(CEL),
        down(
                http("a target that is gone", "http://" + zoo.at("refused"), up),
                "connect/connection_refused")
            .with(CEL, 0));
  }

  private ContractRow wants(String name, String pattern, String headers) {
    return up(http(name, zoo.web("/wants/" + pattern), headers));
  }

  private List<ContractRow> httpHeaders() throws IOException {
    var file = Files.writeString(folder.resolve("header"), "from-a-file\n");
    return List.of(
        wants("a value", "X-One:%20a%5Cn", "http_headers: {X-One: {values: [a]}}"),
        wants(
            "values in their order",
            "X-One:%20a%5CnX-One:%20b%5Cn",
            "http_headers: {X-One: {values: [a, b]}}"),
        wants("a secret", "X-One:%20hidden%5Cn", "http_headers: {X-One: {secrets: [hidden]}}"),
        wants(
            "a file, without its end of line",
            "X-One:%20from-a-file%5Cn",
            "http_headers: {X-One: {files: ['%s']}}".formatted(file)),
        wants(
            "values, secrets and files together",
            "X-One:%20a%5CnX-One:%20hidden%5CnX-One:%20from-a-file%5Cn",
            "http_headers: {X-One: {files: ['%s'], secrets: [hidden], values: [a]}}"
                .formatted(file)),
        wants(
            "beside headers",
            "X-Zero:%20z%5Cn.*X-One:%20a%5Cn",
            "headers: {X-Zero: z}, http_headers: {X-One: {values: [a]}}"),
        up(
            http(
                "a secret on a redirect to the same host",
                zoo.web("/to/%2Fwants%2FX-One:%2520hidden"),
                "http_headers: {X-One: {secrets: [hidden]}}")),
        down(
            http(
                "a file that is missing",
                zoo.web("/status/200"),
                "http_headers: {X-One: {files: [/no/such/file]}}"),
            "resolve/prober"),
        up(
            http(
                "a secret stays with its host",
                zoo.web("/to/http:%2F%2Flocalhost:" + zoo.port("web") + "%2Flacks%2F%5BX%5D-One"),
                "http_headers: {X-One: {secrets: [hidden]}}")),
        up(
            http(
                "a value goes along to another host",
                zoo.web("/to/http:%2F%2Flocalhost:" + zoo.port("web") + "%2Fwants%2FX-One:%2520a"),
                "http_headers: {X-One: {values: [a]}}")));
  }

  private List<ContractRow> bodyFiles() throws IOException {
    var body = Files.writeString(folder.resolve("body"), "{\"a\": 1}\n");
    var empty = Files.writeString(folder.resolve("empty"), "");
    return List.of(
        wants(
            "a body from a file, byte by byte",
            "content-length:%209%5Cn.*%5Cn%5Cn.%22a%22:%201.%5Cn$",
            "method: POST, body_file: '%s'".formatted(body)),
        wants(
            "a body from an empty file",
            "content-length:%200%5Cn",
            "method: POST, body_file: '%s'".formatted(empty)),
        down(
            http(
                "a body's file that is missing",
                zoo.web("/status/200"),
                "method: POST, body_file: /no/such/file"),
            "resolve/prober"));
  }

  private List<ContractRow> proxies() {
    var answering = "proxy_url: 'http://%s'".formatted(zoo.at("proxy-answering"));
    var nowhere = "http://" + NOWHERE + "/";
    var environment = "proxy_from_environment: true";
    return List.of(
        up(http(
                "a proxy for what is not in no_proxy",
                nowhere,
                answering + ", no_proxy: 10.0.0.0/8"))
            .with("probe_http_redirects", 0),
        failed(
            http(
                    "no proxy for a network in no_proxy",
                    nowhere,
                    answering + ", no_proxy: '192.0.2.0/24'")
                .within("300ms")),
        failed(
            http(
                    "no proxy for an address in no_proxy",
                    nowhere,
                    answering + ", no_proxy: 192.0.2.1")
                .within("300ms")),
        failed(
            http("no proxy for anything", nowhere, answering + ", no_proxy: '*'").within("300ms")),
        up(http("another port in no_proxy", nowhere, answering + ", no_proxy: '192.0.2.1:8080'")),
        up(
            http(
                "loopback is reached without, beside a no_proxy",
                zoo.web("/lacks/[V]ia"),
                "proxy_url: 'http://%s', no_proxy: 10.0.0.0/8".formatted(zoo.at("refused")))),
        up(http("the environment's proxy", nowhere, environment)).with("probe_ip_protocol", 4),
        up(http(
                "the environment's proxy for TLS",
                "https://" + NOWHERE + "/status/200",
                environment + ", tls_config: {ca_file: ${ca}, server_name: localhost}"))
            .with("probe_http_ssl", 1),
        failed(
            http("the environment's NO_PROXY", "http://192.0.2.200/", environment).within("300ms")),
        up(http("loopback without the environment's proxy", zoo.web("/lacks/[V]ia"), environment)));
  }

  private List<ContractRow> inlineTls() throws IOException {
    var ca = Zoo.inline(zoo.pem("ca"));
    var pair =
        "cert: %s, key: %s"
            .formatted(
                Zoo.inline(zoo.pem("client")), Zoo.inline(Path.of(zoo.filled("${client.key}"))));
    return List.of(
        up(http(
                "an authority",
                zoo.https("server", "/status/200"),
                "tls_config: {ca: %s}".formatted(ca)))
            .with("probe_http_ssl", 1),
        down(
            http(
                "an authority of somebody else's",
                zoo.https("server", "/status/200"),
                "tls_config: {ca: %s}".formatted(Zoo.inline(zoo.pem("alone")))),
            "tls/certificate_untrusted"),
        up(
            http(
                "a client certificate and its key",
                zoo.https("mtls", "/status/200"),
                "tls_config: {ca: %s, %s}".formatted(ca, pair))),
        up(
            http(
                "a certificate from a file and its key",
                zoo.https("mtls", "/status/200"),
                "tls_config: {ca: %s, cert_file: ${client.pem}, key: %s}"
                    .formatted(ca, Zoo.inline(Path.of(zoo.filled("${client.key}")))))),
        up(
            tcp(
                "all of it for TCP",
                zoo.at("banner-mtls"),
                "tls: true, tls_config: {ca: %s, %s}, query_response: [{expect: SSH}]"
                    .formatted(ca, pair))));
  }

  private List<ContractRow> labels() {
    var banner = "{expect: 'SSH-([0-9.]+)-(?P<software>[^ ]+)', labels: [%s]}";
    return List.of(
        up(tcp(
                "groups of a match",
                zoo.at("ssh"),
                steps(
                    banner.formatted(
                        "{name: version, value: '${1}'}, {name: software, value: '${software}'}"))))
            .with("probe_expect_info{software=OpenSSH_9.2p1, version=2.0}", 1),
        up(tcp("words", zoo.at("ssh"), steps(banner.formatted("{name: kind, value: 'a $$1'}"))))
            .with("probe_expect_info{kind=a $1}", 1),
        up(tcp(
                "a group that is not there",
                zoo.at("ssh"),
                steps(banner.formatted("{name: none, value: '${7}'}"))))
            .with("probe_expect_info{none=}", 1),
        up(tcp("no labels", zoo.at("ssh"), steps("{expect: SSH}"))).without("probe_expect_info"),
        down(
                tcp(
                    "labels of a match that never came",
                    zoo.at("unended"),
                    steps("{expect: '^SSH', labels: [{name: a, value: b}]}")),
                "processing/expect")
            .with(REGEX, 1)
            .without("probe_expect_info"));
  }

  private List<ContractRow> bytes() {
    return List.of(
        up(tcp("bytes that come", zoo.at("ssh"), steps("{expect_bytes: SSH-2.0-}"))).with(BYTES, 0),
        up(tcp(
                "bytes, and then the rest of their line",
                zoo.at("ssh"),
                steps("{expect_bytes: SSH-2.0-}, {expect: '^OpenSSH_9.2p1 Debian-2$'}")))
            .with(BYTES, 0)
            .with(REGEX, 0),
        up(tcp(
                "bytes, and then a line to send",
                zoo.at("web"),
                steps(
                    "{send: \"GET /status/200 HTTP/1.1\\r\\n\\r\"}, {expect_bytes: 'HTTP/1.1 200'}")))
            .with(BYTES, 0),
        down(
                tcp("other bytes", zoo.at("ssh"), steps("{expect_bytes: SSH-1.9-}")),
                "processing/expect")
            .with(BYTES, 1)
            .with(REGEX, 0),
        down(
                tcp("fewer bytes", zoo.at("unended"), steps("{expect_bytes: READY STEADY GO}")),
                "processing/expect")
            .with(BYTES, 0),
        down(
                tcp("an end where bytes must come", zoo.at("closing"), steps("{expect_bytes: a}")),
                "processing/expect")
            .with(BYTES, 0),
        down(
                tcp("silence where bytes must come", zoo.at("silent"), steps("{expect_bytes: a}"))
                    .within("300ms"),
                "processing/timeout")
            .with(BYTES, 0),
        up(tcp("no dialogue", zoo.at("silent"), "")).with(BYTES, 0).with(REGEX, 0));
  }

  private List<ContractRow> ciphers() {
    var ca = "tls_config: {ca_file: ${ca}}";
    return List.of(
        up(http("the cipher of TLS 1.3", zoo.https("13", "/status/200"), ca)).with(CIPHER_13, 1),
        up(http("the cipher of TLS 1.2", zoo.https("12", "/status/200"), ca)).with(CIPHER_12, 1),
        up(http("the cipher of HTTP/2", "https://" + zoo.at("h2") + "/", ca)).with(CIPHER_13, 1),
        up(http("no cipher without TLS", zoo.web("/status/200"), ca))
            .without("probe_tls_cipher_info"),
        down(
                http("no cipher without a handshake", zoo.https("alone", "/status/200"), ca),
                "tls/certificate_untrusted")
            .without("probe_tls_cipher_info"),
        up(tcp("no cipher for TCP", zoo.at("banner-tls"), "tls: true, " + ca))
            .with("probe_tls_version_info{version=TLS 1.3}", 1)
            .without("probe_tls_cipher_info"));
  }

  /** What blackbox_exporter has not, told by its own series. */
  private List<ContractRow> beyond() {
    return List.of(
        down(
            http("slower than it may be", zoo.web("/late/500"), "fail_if_slower_than: 100ms"),
            "processing/slow"),
        down(
            http(
                "a phase slower than it may be",
                zoo.web("/late/500"),
                "fail_if_slower_than: {processing: 100ms}"),
            "processing/slow"),
        up(
            http(
                "slower than it should be",
                zoo.web("/late/500"),
                "degraded_if_slower_than: 100ms")),
        down(
            http(
                "a certificate that ends too soon",
                zoo.https("server", "/status/200"),
                "fail_if_cert_expires_within: 100d, tls_config: {ca_file: ${ca}}"),
            "tls/certificate_expires_soon"),
        up(
            http(
                "a source address for HTTP",
                zoo.web("/status/200"),
                "source_ip_address: 127.0.0.3")),
        up(http("the deadline is told", zoo.web("/status/200"), ""))
            .with("probe_timeout_seconds", 8),
        up(http("the scrape's deadline is told", zoo.web("/status/200"), "")
                .header("X-Prometheus-Scrape-Timeout-Seconds", "4"))
            .with("probe_timeout_seconds", 3.5));
  }

  private static String steps(String steps) {
    return "query_response: [%s]".formatted(steps);
  }
}
