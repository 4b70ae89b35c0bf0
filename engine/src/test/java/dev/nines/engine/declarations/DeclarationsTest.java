package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nines.channel.ChannelSpec;
import dev.nines.engine.catalog.Origin;
import dev.nines.engine.catalog.Origin.Sender;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.catalog.Subject;
import dev.nines.engine.catalog.TargetTracing;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.incident.OutageRule;
import dev.nines.incident.ServicePolicy;
import dev.nines.incident.Severity;
import dev.nines.probe.Content;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.IpSpec;
import dev.nines.probe.TcpSpec;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarationsTest {
  @Test
  void shippedDeclarationsAreWithoutFault() {
    var shipped = List.of(Path.of("../slo-definitions"));

    var reading = Declarations.read(shipped, _ -> Optional.empty());

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.warnings()).isEmpty();
    var catalog = reading.catalog().orElseThrow();
    assertThat(catalog.probes())
        .extracting("name", "service", "interval")
        .containsExactly(
            tuple("nines-api", "nines", Duration.ofSeconds(5)),
            tuple("nines-database", "nines", Duration.ofSeconds(5)));
    assertThat(catalog.slos())
        .extracting(slo -> slo.name() + ": " + sli(slo).good().text())
        .containsExactly(
            "nines-api-available: success",
            "nines-database-available: success",
            "nines-api-fast: success and total < 300ms");
    assertThat(catalog.channels())
        .containsExactly(new ChannelSpec.Log("log", ChannelSpec.Match.ALL));
  }

  @Test
  void targetsTakeTheEnginesOwnFacts() {
    var shipped = List.of(Path.of("../slo-definitions"));

    var catalog =
        Declarations.read(shipped, name -> Optional.of(name.endsWith("HOST") ? "::1" : "9"))
            .catalog();

    assertThat(catalog).isEmpty(); // an IPv6 address needs brackets in a target
    assertThat(
            Declarations.read(shipped, name -> Optional.of(name.endsWith("HOST") ? "[::1]" : "9"))
                .catalog()
                .orElseThrow()
                .probes())
        .extracting("target")
        .containsExactly("http://127.0.0.1:9/api/v1/services", "[::1]:9");
  }

  @Test
  void probeHasItsDefaults() {
    var probe = only(Texts.SERVICE + Texts.PROBE);

    assertThat(probe.displayName()).isEqualTo("checkout-http");
    assertThat(probe.interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(probe.locations()).isEmpty();
    assertThat(probe.incident().outage()).isEqualTo(OutageRule.DEFAULT);
    assertThat(probe.incident().quorum()).isEqualTo(1);
    assertThat(probe.incident().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(probe.spec())
        .isEqualTo(
            new HttpSpec(
                URI.create("https://shop.example.com/"),
                Duration.ofSeconds(5),
                HttpModule.DEFAULT));
  }

  @ParameterizedTest
  @EnumSource(TargetTracing.class)
  void probeSaysWhetherItsTargetIsToldTheTrace(TargetTracing targets) {
    var probe =
        only(
            Texts.probe(
                "{service: checkout, prober: tcp, target: 'a:1', tracing: {targets: %s}}"
                    .formatted(targets.label())));

    assertThat(probe.tracing()).contains(targets);
    assertThat(only(Texts.SERVICE + Texts.PROBE).tracing()).isEmpty();
  }

  @Test
  void timeoutIsHalfOfAShortInterval() {
    var probe = only(Texts.probe("{service: checkout, prober: tcp, target: 'a:1', interval: 1s}"));

    assertThat(probe.spec().timeout()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void httpProbeIsReadInFull() {
    var probe =
        only(
            Texts.probe(
                    """
                    service: checkout
                    target: https://${SHOP_HOST}:${EMPTY:-8443}/pay?token=1
                    interval: 1m30s
                    timeout: 2500ms
                    locations: [eu-west, us-east]
                    incident: {failures: 5, recoveries: 4, quorum: 2, severity: warning}
                    dependsOn: ["service:checkout-dns"]
                    prober: http
                    http:
                      method: POST
                      headers: {X-Version: 2, Accept: text/html}
                      body: "a=1"
                      valid_status_codes: [200, 201]
                      valid_http_versions: [HTTP/1.1]
                      follow_redirects: false
                      enable_http2: false
                      fail_if_not_ssl: true
                      fail_if_body_matches_regexp: [Error]
                      fail_if_body_not_matches_regexp: ["Pay now", "Total"]
                      body_size_limit: 1MB
                      preferred_ip_protocol: ip4
                      ip_protocol_fallback: false
                      tls_config: {insecure_skip_verify: true, server_name: other.example.com}
                    """)
                + "---\napiVersion: openslo/v1\nkind: Service\nmetadata: {name: checkout-dns}\n");

    assertThat(probe.interval()).isEqualTo(Duration.ofSeconds(90));
    assertThat(probe.locations()).containsExactly("eu-west", "us-east");
    assertThat(probe.incident().outage()).isEqualTo(new OutageRule(5, 4));
    assertThat(probe.incident().quorum()).isEqualTo(2);
    assertThat(probe.incident().severity()).isEqualTo(Severity.WARNING);
    assertThat(probe.dependsOn())
        .containsExactly(new Subject(Subject.Kind.SERVICE, "checkout-dns"));
    assertThat(probe.target()).isEqualTo("https://shop.example.com:8443/pay");
    var spec = (HttpSpec) probe.spec();
    var http = spec.module();
    assertThat(spec.timeout()).isEqualTo(Duration.ofMillis(2500));
    assertThat(spec.target()).isEqualTo(URI.create("https://shop.example.com:8443/pay?token=1"));
    assertThat(http.request().method()).isEqualTo("POST");
    assertThat(http.request().headers())
        .containsExactlyInAnyOrder(Header.of("X-Version", "2"), Header.of("Accept", "text/html"));
    assertThat(http.request().body()).contains(new Content.Text("a=1"));
    assertThat(http.request().followRedirects()).isFalse();
    assertThat(http.request().http2()).isFalse();
    assertThat(http.expectation().validStatusCodes()).isEqualTo(Set.of(200, 201));
    assertThat(http.expectation().validHttpVersions()).isEqualTo(Set.of("HTTP/1.1"));
    assertThat(http.expectation().failIfSsl()).isFalse();
    assertThat(http.expectation().failIfNotSsl()).isTrue();
    assertThat(http.expectation().body().failIfMatches())
        .extracting("pattern")
        .containsExactly("Error");
    assertThat(http.expectation().body().failIfNotMatches())
        .extracting("pattern")
        .containsExactly("Pay now", "Total");
    assertThat(http.expectation().body().sizeLimit()).isEqualTo(1 << 20);
    assertThat(http.network().ip()).isEqualTo(new IpSpec(IpSpec.Version.IP4, false));
    assertThat(http.tls().insecureSkipVerify()).isTrue();
    assertThat(http.tls().serverName()).contains("other.example.com");
  }

  @Test
  void tcpProbeIsReadInFull() {
    var probe =
        only(
            Texts.probe(
                """
                service: checkout
                target: "[2001:db8::1]:25"
                prober: tcp
                tcp:
                  tls: true
                  tls_config: {server_name: mail.example.com}
                  preferred_ip_protocol: ip6
                  query_response:
                    - expect: "^220 (.*)"
                    - send: "EHLO ${1}"
                    - {expect: "^250", starttls: true}
                """));

    var tcp = (TcpSpec) probe.spec();
    assertThat(probe.target()).isEqualTo("[2001:db8::1]:25");
    assertThat(tcp.host()).isEqualTo("2001:db8::1");
    assertThat(tcp.module().secure()).isTrue();
    assertThat(tcp.module().tls().serverName()).contains("mail.example.com");
    assertThat(tcp.module().dialogue()).hasSize(3);
    assertThat(tcp.module().dialogue().get(1).send()).contains("EHLO ${1}");
    assertThat(tcp.module().dialogue().get(2).startTls()).isTrue();
  }

  @Test
  void webhookTakesItsSecretFromTheEnvironment() {
    var reading =
        Texts.read(
            Texts.SERVICE
                + """
                apiVersion: nines.dev/v1
                kind: NotificationChannel
                metadata: {name: pager}
                spec:
                  type: webhook
                  url: https://${SHOP_HOST}/hook
                  secret: ${HOOK_SECRET}
                  match: {services: [checkout], severities: [critical, error]}
                """);

    assertThat(reading.faults()).isEmpty();
    var catalog = reading.catalog().orElseThrow();
    var webhook = (ChannelSpec.Webhook) catalog.channels().getFirst();
    assertThat(webhook.url()).isEqualTo(URI.create("https://shop.example.com/hook"));
    assertThat(webhook.secret().orElseThrow().value())
        .isEqualTo(Texts.VARIABLES.get("HOOK_SECRET"));
    assertThat(webhook.match().accepts("checkout", Map.of(), Severity.ERROR)).isTrue();
    assertThat(webhook.match().accepts("checkout", Map.of(), Severity.INFO)).isFalse();
  }

  @Test
  void webhookTakesItsSecretFromAFileBesideIt(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("secret.txt"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    Files.writeString(
        folder.resolve("channels.yaml"),
        """
        apiVersion: nines.dev/v1
        kind: NotificationChannel
        metadata: {name: pager}
        spec: {type: webhook, url: "http://127.0.0.1:1/", secret_file: secret.txt}
        """);

    var reading = Declarations.read(List.of(folder), _ -> Optional.empty());

    assertThat(reading.faults()).isEmpty();
    var webhook = (ChannelSpec.Webhook) reading.catalog().orElseThrow().channels().getFirst();
    assertThat(webhook.secret().orElseThrow().value())
        .isEqualTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  }

  @Test
  void policyIsFoundByService_othersHaveTheDefault() {
    var catalog =
        Texts.read(
                Texts.SERVICE
                    + """
                    apiVersion: nines.dev/v1
                    kind: ServicePolicy
                    metadata: {name: strict}
                    spec: {services: [checkout], holdTime: 5m, runbook: "https://wiki/x"}
                    """)
            .catalog()
            .orElseThrow();

    assertThat(catalog.policyOf("checkout").holdTime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(catalog.policyOf("checkout").flapWindow()).isEqualTo(Duration.ofMinutes(10));
    assertThat(catalog.policyOf("checkout").runbook()).contains("https://wiki/x");
    assertThat(catalog.policyOf("other").holdTime()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void environmentNamesProduction_oneNameOrSeveral() {
    var production = policy("production");
    var both = policy("[live-eu, live-us]");

    assertThat(production.isProduction("Production")).isTrue();
    assertThat(production.isProduction("prod")).isFalse();
    assertThat(both.isProduction("live-us")).isTrue();
    assertThat(both.isProduction("production")).isFalse();
    assertThat(ServicePolicy.DEFAULT.isProduction("prod")).isTrue();
    assertThat(ServicePolicy.DEFAULT.isProduction("staging")).isFalse();
  }

  private static ServicePolicy policy(String environment) {
    return Texts.read(
            Texts.SERVICE
                + """
                apiVersion: nines.dev/v1
                kind: ServicePolicy
                metadata: {name: live}
                spec: {services: [checkout], environment: %s}
                """
                    .formatted(environment))
        .catalog()
        .orElseThrow()
        .policyOf("checkout");
  }

  @Test
  void annotationNamesWhereDeploymentsComeFrom() {
    var service =
        Texts.read(
                """
                apiVersion: openslo/v1
                kind: Service
                metadata:
                  name: checkout
                  annotations:
                    nines.dev/repositories: "Acme/shop, gitlab:acme/web/shop,cdevents:service/shop"
                """)
            .catalog()
            .orElseThrow()
            .service("checkout")
            .orElseThrow();

    assertThat(service.origins())
        .containsExactly(
            new Origin(Sender.GITHUB, "acme/shop"),
            new Origin(Sender.GITLAB, "acme/web/shop"),
            new Origin(Sender.CDEVENTS, "service/shop"));
    assertThat(service.origins())
        .extracting(Origin::toString)
        .containsExactly("acme/shop", "gitlab:acme/web/shop", "cdevents:service/shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "", "acme/", "svn:acme/shop", "acme/shop,", "acme /shop"})
  void whatIsNoRepositoryIsAFault(String value) {
    assertThat(
            Texts.faults(
                """
                apiVersion: openslo/v1
                kind: Service
                metadata:
                  name: checkout
                  annotations: {nines.dev/repositories: "%s"}
                """
                    .formatted(value)))
        .singleElement()
        .asString()
        .contains("expected repositories such as \"acme/shop, gitlab:acme/shop\"");
  }

  @Test
  void thresholdTakesOpAndValueFromTheObjective() {
    var slo =
        Texts.read(
                Texts.SERVICE
                    + Texts.PROBE
                    + """
                    apiVersion: openslo/v1
                    kind: SLI
                    metadata: {name: processing}
                    spec:
                      thresholdMetric:
                        metricSource:
                          type: nines
                          spec: {service: checkout, measure: processing, result: success}
                    ---
                    apiVersion: openslo/v1
                    kind: SLO
                    metadata: {name: fast, displayName: Fast}
                    spec:
                      service: checkout
                      indicatorRef: processing
                      timeWindow: [{duration: 2w, isRolling: true}]
                      budgetingMethod: Occurrences
                      objectives: [{op: lte, value: 0.2, targetPercent: 99.95}]
                    """)
            .catalog()
            .orElseThrow()
            .slo("fast")
            .orElseThrow();

    assertThat(slo.displayName()).isEqualTo("Fast");
    assertThat(slo.window()).isEqualTo(new BudgetWindow.Rolling(Duration.ofDays(14)));
    assertThat(sli(slo).probes()).containsExactly("checkout-http");
    assertThat(sli(slo).good().text()).isEqualTo("success and processing <= 200ms");
    assertThat(slo.objectives())
        .singleElement()
        .satisfies(objective -> {
          assertThat(objective.name()).isEqualTo("99.95");
          assertThat(objective.target()).isEqualTo(0.9995);
        });
  }

  @Test
  void badRunsOfTotalAreTheOthersOfGood() {
    var text =
        Texts.slo(Texts.SLO_SPEC)
            .replace("good:", "bad:")
            .replace("result: success", "result: failure");

    var slo = Texts.read(text).catalog().orElseThrow().slo("checkout-available").orElseThrow();

    assertThat(sli(slo).good().text()).isEqualTo("success");
  }

  @Test
  void aliasesAreFollowed() {
    var catalog =
        Texts.read(
                """
                - apiVersion: openslo/v1
                  kind: Service
                  metadata: {name: checkout, labels: &team {team: payments, tier: [gold, 1]}}
                - apiVersion: nines.dev/v1
                  kind: Probe
                  metadata: {name: web, labels: *team}
                  spec: {service: checkout, prober: http, target: "http://a/"}
                """)
            .catalog()
            .orElseThrow();

    assertThat(catalog.probe("web").orElseThrow().labels())
        .isEqualTo(catalog.service("checkout").orElseThrow().labels())
        .containsEntry("tier", List.of("gold", "1"));
  }

  @Test
  void nothingIsDeclaredByEmptyFiles() {
    assertThat(Texts.read("").catalog().orElseThrow().services()).isEmpty();
    assertThat(Texts.read("# only a comment\n---\n---\n").faults()).isEmpty();
  }

  @Test
  void filesAreReadAtAnyDepth_hiddenOnesAreNot(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("team/deep"));
    Files.createDirectories(folder.resolve("..2026"));
    Files.writeString(folder.resolve("team/deep/a.yml"), Texts.SERVICE);
    Files.writeString(folder.resolve("..2026/a.yml"), Texts.SERVICE);
    Files.writeString(folder.resolve(".b.yaml"), Texts.SERVICE);
    Files.writeString(folder.resolve("notes.txt"), ": no YAML [");

    var reading = Declarations.read(List.of(folder), _ -> Optional.empty());

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.catalog().orElseThrow().services()).hasSize(1);
  }

  @Test
  void unreadableFilesAreOneFaultEach_theOthersAreStillRead(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("a.yml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    Files.writeString(folder.resolve("b.yml"), "a: [1\nb: ]");
    Files.writeString(folder.resolve("c.yml"), "apiVersion: openslo/v1\nkind: Servce\n");
    Files.write(folder.resolve("d.yml"), new byte[5 << 20]);

    var reading = Declarations.read(List.of(folder, folder.resolve("none")), _ -> Optional.empty());

    assertThat(reading.faults())
        .extracting(fault -> fault.toString().replace(folder + "/", ""))
        .containsExactly(
            "a.yml: not text in UTF-8",
            "b.yml:2:2: not YAML: while parsing a flow sequence, expected ',' or ']', but got :",
            "c.yml:2:7: kind: not a kind of openslo/v1 (did you mean Service?)",
            "d.yml: larger than 4 MiB",
            "none: no such file or folder");
  }

  @Test
  void twoPlacesAreNamed_whereANameIsDeclaredInTwoFiles() {
    var reading =
        Texts.read(
            List.of(
                new Source("a.yml", Path.of("."), Texts.SERVICE + Texts.PROBE),
                new Source("b.yml", Path.of("."), Texts.PROBE)));

    assertThat(reading.faults())
        .extracting(Fault::toString)
        .containsExactly(
            "b.yml:3:18: metadata.name: a second probe named checkout-http, the first is at"
                + " a.yml:7:18");
  }

  @Test
  void fingerprintFollowsTheTexts(@TempDir Path folder) throws Exception {
    var file = folder.resolve("a.yml");
    Files.writeString(file, Texts.SERVICE);
    var before = Declarations.fingerprint(new DeclarationPaths(List.of(folder), Optional.empty()));

    Files.writeString(folder.resolve("notes.txt"), "not looked at");
    assertThat(Declarations.fingerprint(new DeclarationPaths(List.of(folder), Optional.empty())))
        .isEqualTo(before);
    Files.writeString(file, Texts.SERVICE.replace("checkout", "checkour"));
    assertThat(Declarations.fingerprint(new DeclarationPaths(List.of(folder), Optional.empty())))
        .isNotEqualTo(before);
    Files.writeString(file, Texts.SERVICE);
    assertThat(Declarations.fingerprint(new DeclarationPaths(List.of(folder), Optional.empty())))
        .isEqualTo(before);
    Files.delete(file);
    assertThat(Declarations.fingerprint(new DeclarationPaths(List.of(folder), Optional.empty())))
        .isNotEqualTo(before);
  }

  private static Sli.Runs sli(Slo slo) {
    return (Sli.Runs) slo.terms().getFirst().sli();
  }

  private static ProbeDeclaration only(String text) {
    var reading = Texts.read(text);
    assertThat(reading.faults()).isEmpty();
    return reading.catalog().orElseThrow().probes().getFirst();
  }
}
