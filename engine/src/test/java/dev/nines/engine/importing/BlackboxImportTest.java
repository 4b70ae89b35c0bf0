package dev.nines.engine.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.declarations.Declarations;
import dev.nines.engine.importing.ImportedJob.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlackboxImportTest {
  private static final String USUAL_SHAPE =
      """
          relabel_configs:
            - source_labels: [__address__]
              target_label: __param_target
            - source_labels: [__param_target]
              target_label: instance
            - target_label: __address__
              replacement: 127.0.0.1:9115
      """;

  private static final String MODULES =
      """
      modules:
        http_2xx: {prober: http}
        quick: {prober: http, timeout: 2s}
        ssh_banner: {prober: tcp}
        icmp: {prober: icmp}
      """;

  @TempDir Path folder;

  @BeforeEach
  void modules() throws IOException {
    Files.writeString(folder.resolve("blackbox.yml"), MODULES);
  }

  private BlackboxImport read(String prometheus) throws IOException {
    var file = Files.writeString(folder.resolve("prometheus.yml"), prometheus);
    return BlackboxImport.read(file, folder.resolve("blackbox.yml"));
  }

  private static String job(String module, String... lines) {
    return """
      - job_name: Web shop
        metrics_path: /probe
        params: {module: [%s]}
    """
            .formatted(module)
        + String.join("\n", lines).indent(4)
        + USUAL_SHAPE;
  }

  private BlackboxImport importing(String module, String... lines) throws IOException {
    return read("scrape_configs:\n" + job(module, lines));
  }

  private List<String> leftOut(BlackboxImport imported) {
    return imported.leftOut().stream()
        .map(fault -> fault.toString().replace(folder + "/", ""))
        .toList();
  }

  @Test
  void jobOfTheUsualShapeBecomesAServiceAndAProbeForEachTarget() throws IOException {
    var imported =
        importing(
            "http_2xx",
            "scrape_interval: 30s",
            "static_configs:",
            "  - targets: [https://shop.example.com/, example.org]",
            "    labels: {team: web}");

    assertThat(imported.leftOut()).isEmpty();
    assertThat(imported.faults()).isEmpty();
    assertThat(imported.jobs())
        .containsExactly(
            new ImportedJob(
                "web-shop",
                "Web shop",
                List.of(
                    probe("web-shop-shop-example-com", "https://shop.example.com/"),
                    probe("web-shop-http-example-org", "http://example.org"))));
  }

  private static Probe probe(String name, String target) {
    return new Probe(
        name,
        target,
        "http_2xx",
        Duration.ofSeconds(30),
        Duration.ofMillis(9_500),
        Map.of("team", "web"));
  }

  @Test
  void fileIsYamlThatNamesTheModule() throws IOException {
    var imported = importing("quick", "static_configs:", "  - targets: ['https://a.example/?q=x']");

    assertThat(imported.jobs().getFirst().yaml())
        .isEqualTo(
            """
            ---
            apiVersion: openslo/v1
            kind: Service
            metadata:
              name: web-shop
              displayName: Web shop
            spec:
              description: Imported from the job Web shop of Prometheus
            ---
            apiVersion: nines.dev/v1
            kind: Probe
            metadata:
              name: web-shop-a-example
              displayName: https://a.example/
            spec:
              service: web-shop
              target: https://a.example/?q=x
              module: quick
              interval: 60s
              timeout: 2s
            """);
  }

  @Test
  void secretsOfATargetAreInNoNameAndNoLabel_andUserInformationIsToldWithItsPlace()
      throws IOException {
    var imported =
        importing(
            "http_2xx",
            "static_configs:",
            "  - targets:",
            "      - http://me:urlpassw0rd@a.example/x?apikey=qu3ry#fr4g",
            "      - you:passw0rd@b.example",
            "    labels: {url: 'http://me:urlpassw0rd@a.example/x?apikey=qu3ry'}");

    var job = imported.jobs().getFirst();
    assertThat(names(imported))
        .containsExactly("web-shop-http-a-example-x", "web-shop-http-b-example");
    assertThat(job.probes())
        .extracting(Probe::target)
        .containsExactly(
            "http://me:urlpassw0rd@a.example/x?apikey=qu3ry#fr4g", "http://you:passw0rd@b.example");
    assertThat(job.yaml().lines().filter(line -> !line.contains("target:")))
        .noneMatch(line -> line.matches(".*(ssw0rd|qu3ry|fr4g).*"))
        .contains("  displayName: http://a.example/x", "    url: http://a.example/x");
    assertThat(leftOut(imported)).isEmpty();
    assertThat(imported.remarks().stream().map(r -> r.toString().replace(folder + "/", "")))
        .hasSize(2)
        .allMatch(remark -> remark.matches("prometheus.yml:[78]:\\d+: scrape_configs\\[0].*"))
        .allMatch(remark -> remark.contains("user information") && !remark.contains("ssw0rd"));
  }

  @Test
  void targetsOfFilesAreFoundByPatternInYamlAndJson() throws IOException {
    Files.createDirectory(folder.resolve("targets"));
    Files.writeString(
        folder.resolve("targets/a.json"),
        "[{\"targets\": [\"https://json.example\"], \"labels\": {\"from\": \"json\"}}]");
    Files.writeString(folder.resolve("targets/b.yml"), "- targets:\n  - https://yaml.example\n");

    var imported =
        importing("http_2xx", "file_sd_configs:", "  - files: [targets/*.json, targets/b.yml]");

    assertThat(imported.jobs().getFirst().probes())
        .extracting(Probe::target, Probe::labels)
        .containsExactly(
            tuple("https://json.example", Map.of("from", "json")),
            tuple("https://yaml.example", Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "http_2xx, http://münchen.example/ü?q, http://xn--mnchen-3ya.example/ü?q",
    "http_2xx, me@münchen.example:8080, http://me@xn--mnchen-3ya.example:8080",
    "http_2xx, http://a.example/münchen@x, http://a.example/münchen@x",
    "ssh_banner, münchen.example:22, xn--mnchen-3ya.example:22"
  })
  void hostIsWrittenAsCheckTakesIt(String module, String written, String target)
      throws IOException {
    var imported = importing(module, "static_configs:", "  - targets: ['" + written + "']");

    assertThat(imported.jobs().getFirst().probes())
        .extracting(Probe::target)
        .containsExactly(target);
    var declarations = folder.resolve("shop.yml");
    Files.writeString(declarations, imported.jobs().getFirst().yaml());
    assertThat(
            Declarations.read(
                    new DeclarationPaths(
                        List.of(declarations), Optional.of(folder.resolve("blackbox.yml"))),
                    _ -> Optional.empty())
                .faults())
        .isEmpty();
  }

  @Test
  void hostThatCheckWouldRefuseIsLeftOut() throws IOException {
    var imported =
        importing("http_2xx", "static_configs:", "  - targets: ['http://a.example:99999/']");

    assertThat(imported.jobs()).isEmpty();
    assertThat(leftOut(imported)).singleElement().asString().contains("not a URL");
  }

  @Test
  void pathMayHaveARoutePrefix() throws IOException {
    var imported =
        read(
            ("scrape_configs:\n"
                    + job("http_2xx", "static_configs:", "  - targets: ['https://a.example']"))
                .replace("metrics_path: /probe", "metrics_path: /blackbox/probe"));

    assertThat(imported.probes()).isEqualTo(1);
    assertThat(imported.passedOver()).isEmpty();
  }

  @Test
  void moduleMayComeFromALabel() throws IOException {
    var imported =
        read(
            """
            scrape_configs:
              - job_name: mixed
                metrics_path: /probe
                static_configs:
                  - targets: [gw.example:22]
                    labels: {__module: ssh_banner}
                relabel_configs:
                  - {source_labels: [__module], target_label: __param_module}
                  - {source_labels: [__address__], target_label: __param_target}
            """);

    assertThat(imported.jobs().getFirst().probes())
        .extracting(Probe::target, Probe::module)
        .containsExactly(tuple("gw.example:22", "ssh_banner"));
  }

  @Test
  void patternsOfRelabellingSelectAndRewriteTargets() throws IOException {
    var imported =
        read(
            """
            scrape_configs:
              - job_name: chosen
                metrics_path: /probe
                static_configs:
                  - targets: ["a.example;/health", "b.example;/"]
                relabel_configs:
                  - {source_labels: [__address__], regex: "b.*", action: drop}
                  - source_labels: [__address__]
                    regex: (.*);(.*)
                    target_label: __param_target
                    replacement: https://${1}$2
            """);

    assertThat(imported.jobs().getFirst().probes())
        .extracting(Probe::target)
        .containsExactly("https://a.example/health");
  }

  @Test
  void whatCannotBeTakenOverIsToldWithItsPlace() throws IOException {
    var imported =
        read(
            """
            scrape_configs:
              - job_name: node
                static_configs: [{targets: ["127.0.0.1:9100"]}]
              - job_name: pings
                metrics_path: /probe
                params: {module: [icmp]}
                static_configs: [{targets: [192.0.2.1]}]
                relabel_configs: [{source_labels: [__address__], target_label: __param_target}]
              - job_name: found
                metrics_path: /probe
                consul_sd_configs: [{server: "127.0.0.1:8500"}]
                file_sd_configs: [{files: [none/*.yml]}]
                static_configs: [{targets: [a.example]}]
                relabel_configs:
                  - {action: labelmap, regex: __meta_(.+)}
                metric_relabel_configs: [{action: labeldrop, regex: x}]
              - job_name: typo
                metrics_path: /probe
                params: {module: [http_3xx]}
                static_configs: [{targets: [a.example]}]
                relabel_configs: [{source_labels: [__address__], target_label: __param_target}]
            """);

    assertThat(imported.jobs()).isEmpty();
    assertThat(imported.passedOver()).containsExactly("node");
    assertThat(leftOut(imported))
        .anySatisfy(
            l -> assertThat(l).startsWith("prometheus.yml:7:33").contains("has prober \"icmp\""))
        .anySatisfy(l -> assertThat(l).startsWith("prometheus.yml:11:24").contains("discovery"))
        .anySatisfy(l -> assertThat(l).startsWith("prometheus.yml:12:32").contains("no file"))
        .anySatisfy(l -> assertThat(l).startsWith("prometheus.yml:13:33").contains("target"))
        .anySatisfy(l -> assertThat(l).startsWith("prometheus.yml:15:9").contains("labelmap"))
        .anySatisfy(l -> assertThat(l).startsWith("prometheus.yml:16:29").contains("series"))
        .anySatisfy(l -> assertThat(l).startsWith("prometheus.yml:20:33").contains("http_3xx"))
        .hasSize(7);
  }

  @Test
  void namesThatWouldBeTheSameGetADigest_andKeepItWhenTheOrderChanges() throws IOException {
    var forth =
        importing("http_2xx", "static_configs:", "  - targets: ['https://a-b.x', 'https://a.b.x']");
    var back =
        importing("http_2xx", "static_configs:", "  - targets: ['https://a.b.x', 'https://a-b.x']");

    var names = names(forth);
    assertThat(names)
        .doesNotHaveDuplicates()
        .allMatch(n -> n.matches("web-shop-a-b-x-[0-9a-f]{8}"));
    assertThat(names(back)).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void longNamesAreCutToWhatDeclarationsTake() throws IOException {
    var host = "a".repeat(60) + "." + "b".repeat(60) + ".example";

    var imported =
        importing("http_2xx", "static_configs:", "  - targets: ['https://" + host + "']");

    assertThat(names(imported)).allMatch(name -> name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])"));
  }

  private static List<String> names(BlackboxImport imported) {
    return imported.jobs().getFirst().probes().stream().map(Probe::name).toList();
  }

  @Test
  void sameTargetTwiceIsToldAndTakenOnce() throws IOException {
    var imported =
        importing("http_2xx", "static_configs:", "  - targets: [a.example, 'http://a.example']");

    assertThat(imported.probes()).isEqualTo(1);
    assertThat(leftOut(imported)).singleElement().asString().contains("already");
  }

  @Test
  void moduleThatNinesCouldNotLoadIsAFaultAndNoJob() throws IOException {
    Files.writeString(
        folder.resolve("blackbox.yml"),
        "modules:\n  http_2xx: {prober: http, http: {methode: GET}}\n");

    var imported = read("scrape_configs: []");

    assertThat(imported.jobs()).isEmpty();
    assertThat(imported.faults())
        .singleElement()
        .asString()
        .contains("blackbox.yml:2:", "methode", "did you mean method?");
  }

  @Test
  void brokenYamlIsAFaultAndNoJob() throws IOException {
    var imported = read("scrape_configs: [");

    assertThat(imported.jobs()).isEmpty();
    assertThat(imported.faults()).singleElement().asString().contains("prometheus.yml:1:");
  }
}
