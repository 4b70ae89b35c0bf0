package dev.nines.engine.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code debug=true}, beside Debian's blackbox_exporter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DebugIT {
  private static final Pattern HEADING = Pattern.compile("(?m)^([A-Z][a-z]+ [a-z ]+):$");
  private static final String MODULES =
      """
      modules:
        http_2xx: {prober: http, timeout: 5s}
        picky:
          prober: http
          timeout: 1m30s
          http:
            method: POST
            headers: {X-One: a b, Host: shop.example}
            body: fine=1
            valid_status_codes: [200, 204]
            valid_http_versions: [HTTP/1.1]
            preferred_ip_protocol: ip4
            fail_if_not_ssl: true
            fail_if_body_not_matches_regexp: ['version [0-9]+', hello]
            fail_if_header_matches: [{header: X-No, regexp: '.', allow_missing: true}]
            compression: gzip
            basic_auth: {username: me, password: s3cret}
            proxy_connect_header: {X-Proxy: [s3cret]}
            proxy_url: http://127.0.0.1:1
            tls_config: {server_name: shop.example}
        banner:
          prober: tcp
          timeout: 1s
          tcp:
            query_response: [{expect: '^SSH-(.*)', send: 'SSH-${1}'}]
            tls_config: {insecure_skip_verify: true}
      """;

  /** blackbox_exporter has no such prober. */
  private static final String STEPS =
      """
        login:
          prober: http_steps
          http_steps:
            steps:
              - name: token
                url: /token/good
                capture: [{name: token, json: $.access_token}]
              - name: page
                url: /status/500?token={{token}}
                http: {bearer_token: "{{token}}"}
      """;

  private Zoo zoo;
  private Exporter exporter;
  private ProbeServer nines;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    zoo = new Zoo(folder);
    var modules = Files.writeString(folder.resolve("blackbox.yml"), MODULES);
    exporter = Exporter.start(modules);
    nines = ProbeServer.start(Files.writeString(folder.resolve("with-steps.yml"), MODULES + STEPS));
  }

  @AfterAll
  void stop() throws IOException {
    if (nines != null) {
      nines.close();
    }
    if (exporter != null) {
      exporter.close();
    }
    zoo.close();
  }

  private static Map<String, String> query(String module, String target) {
    return Map.of("module", module, "target", target, "debug", "true");
  }

  private String debug(String module, String target) {
    return debug(new Scraper(nines.url()), module, target);
  }

  private static String debug(Scraper server, String module, String target) {
    var answer = server.ask(query(module, target), Map.of());
    assertThat(answer.status()).isEqualTo(200);
    return answer.text();
  }

  /** What stands under each heading. */
  private static Map<String, String> sections(String text) {
    var sections = new LinkedHashMap<String, String>();
    var headings = HEADING.matcher(text).results().toList();
    for (var i = 0; i < headings.size(); i++) {
      var end = i + 1 < headings.size() ? headings.get(i + 1).start() : text.length();
      sections.put(headings.get(i).group(1), text.substring(headings.get(i).end(), end));
    }
    return sections;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> yaml(String text) {
    return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  @Test
  void sectionsAreThePeers_andOneMore() {
    var target = zoo.web("/status/200");
    var peer = debug(new Scraper(exporter.url()), "http_2xx", target);

    assertThat(sections(debug("http_2xx", target)).keySet())
        .containsExactlyElementsOf(
            Stream.concat(sections(peer).keySet().stream(), Stream.of("What the run saw"))
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http_2xx", "picky", "banner"})
  void moduleIsShownAsThePeerShowsIt(String module) {
    var target = zoo.at("ssh");
    var peer =
        yaml(
            sections(debug(new Scraper(exporter.url()), module, target))
                .get("Module configuration"));
    var ours = yaml(sections(debug(module, target)).get("Module configuration"));

    assertThat(ours).containsKeys("prober", "timeout");
    for (var key : ours.keySet()) {
      assertThat(ours.get(key)).isEqualTo(peer.get(key));
    }
  }

  @Test
  void metricsAreThoseOfTheAnswer() {
    var text =
        sections(debug("http_2xx", zoo.web("/status/503")))
            .get("Metrics that would have been returned");

    assertThat(Exposition.parse(text).value("probe_http_status_code")).isEqualTo(503);
    assertThat(Exposition.parse(text).value("probe_success")).isZero();
  }

  @Test
  void verdictAndWaterfallSayWhyAndWhere() {
    assertThat(sections(debug("http_2xx", zoo.web("/status/503"))).get("What the run saw"))
        .contains("DOWN http://" + zoo.at("web") + "/status/503 : PROCESSING status: ")
        .contains("status 503, expected a 2xx", "0  connect     |", "status          503");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://me:s3cret@WEB/status/200?key=s3cret",
        "http://me:s3cret@WEB/status/500?key=s3cret",
        "http://me:s3cret@does-not-exist.invalid/?key=s3cret",
        "http://me:s3cret@[::bad/?key=s3cret",
        "me:s3cret@WEB"
      })
  void secretsOfTheTargetAreNotShown(String target) {
    var at = target.replace("WEB", zoo.at("web"));

    assertThat(debug("http_2xx", at)).doesNotContain("s3cret");
    assertThat(debug("picky", at)).doesNotContain("s3cret");
    assertThat(debug("banner", at)).doesNotContain("s3cret");
  }

  @Test
  void whatAStepCapturesIsNotShown() {
    assertThat(debug("login", zoo.web("/")))
        .contains("status 500, expected a 2xx", "json: $.access_token", "url: /status/500?<secret>")
        .contains(
            "\nSTEPS\n  token           up, status 200", "\n  page            down, status 500")
        .doesNotContain("t0ken");
  }

  @Test
  void onlyTrueAsksForIt() {
    var query = Map.of("module", "http_2xx", "target", zoo.web("/status/200"), "debug", "1");

    assertThat(new Scraper(nines.url()).ask(query, Map.of()).text()).startsWith("# HELP ");
  }

  @Test
  void refusalIsTheSameAsWithout() {
    var answer = new Scraper(nines.url()).ask(query("nobody", "a"), Map.of());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo("Unknown module \"nobody\"\n");
  }
}
