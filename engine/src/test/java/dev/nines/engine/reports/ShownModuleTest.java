package dev.nines.engine.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.BlackboxModules.Module;
import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of docs/reference/probing.md, shown and read anew. */
class ShownModuleTest {
  private static final Path PAGE = Path.of("../docs/reference/probing.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(modules:\\n.*?)```");

  private static Map<String, Module> read(String yaml) {
    var findings = new Findings();
    var modules = WrittenModules.read(new Source("modules", Path.of("."), yaml), findings);
    assertThat(findings.faults()).as(yaml).isEmpty();
    return modules.asDeclared().modules();
  }

  private static String shown(Module module) {
    return ShownModule.of(module.asks(), module.timeout()).yaml();
  }

  static Stream<Arguments> examples() throws IOException {
    return EXAMPLE
        .matcher(Files.readString(PAGE))
        .results()
        .flatMap(match -> read(match.group(1)).entrySet().stream())
        .map(module -> Arguments.argumentSet(module.getKey(), module.getValue()));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatIsShownIsTheSameModule_butForItsSecrets(Module module) {
    var shown = shown(module);

    var again = read("modules:\n  again:\n" + shown.indent(4)).get("again");

    assertThat(again).isNotNull();
    assertThat(shown(again)).isEqualTo(shown);
    if (!shown.contains(ShownKeys.SECRET)) {
      assertThat(again).isEqualTo(module);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void noSecretOfAnExampleIsShown(Module module) {
    assertThat(shown(module)).doesNotContain("hidden");
  }

  @Test
  void defaultsThatHoldAreShown_asBlackboxExporterDoes() {
    assertThat(shown(read("modules: {plain: {prober: http, timeout: 5s}}").get("plain")))
        .isEqualTo(
            """
            prober: http
            timeout: 5s
            http:
              ip_protocol_fallback: true
              follow_redirects: true
              enable_http2: true
            """);
  }

  @Test
  void everySecretIsMasked() {
    var module =
        read("""
        modules:
          all:
            prober: http
            http:
              headers: {Authorization: s3cret-1, X-Open: shown, Cookie: s3cret-2}
              http_headers: {X-Key: {values: [shown-too], secrets: [s3cret-3, s3cret-4]}}
              proxy_url: http://me:s3cret-5@proxy.example:3128/?key=s3cret-6
              proxy_connect_header: {X-Proxy: [s3cret-7]}
              tls_config: {cert: open, key: s3cret-8}
              oauth2:
                client_id: me
                client_secret: s3cret-9
                token_url: https://me:s3cret-10@id.example/token?key=s3cret-11
                endpoint_params: {audience: shop, password: s3cret-12}
        """)
            .get("all");

    assertThat(shown(module))
        .doesNotContain("s3cret")
        .contains(
            "Authorization: <secret>",
            "X-Open: shown",
            "- shown-too",
            "proxy_url: http://<secret>@proxy.example:3128/?<secret>",
            "key: <secret>",
            "client_id: me",
            "token_url: https://<secret>@id.example/token?<secret>",
            "audience: shop",
            "password: <secret>");
  }

  @Test
  void stepsAreShownWithoutQueriesAndSecrets() {
    var module =
        read("""
        modules:
          all:
            prober: http_steps
            http_steps:
              fail_if_slower_than: 3s
              steps:
                - name: login
                  url: //me:s3cret-1@shop.example/login?key=s3cret-2
                  http: {method: POST, basic_auth: {username: me, password: s3cret-3}}
                  capture: [{name: token, json: $.token}]
                - name: basket
                  url: /basket
                  http: {headers: {X-Token: "{{token}}"}}
                  capture: [{name: count, header: X-Count, secret: false}]
        """)
            .get("all");

    assertThat(shown(module))
        .isEqualTo(
            """
            prober: http_steps
            http_steps:
              steps:
              - name: login
                url: //<secret>@shop.example/login?<secret>
                http:
                  ip_protocol_fallback: true
                  follow_redirects: true
                  enable_http2: true
                  method: POST
                  basic_auth:
                    username: me
                    password: <secret>
                capture:
                - name: token
                  json: $.token
              - name: basket
                url: /basket
                http:
                  ip_protocol_fallback: true
                  follow_redirects: true
                  enable_http2: true
                  headers:
                    X-Token: '{{token}}'
                capture:
                - name: count
                  header: X-Count
                  secret: false
              fail_if_slower_than:
                total: 3s
            """);
  }
}
