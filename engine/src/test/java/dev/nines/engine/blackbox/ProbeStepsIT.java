package dev.nines.engine.blackbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction by {@code /probe}, as Prometheus sees it. */
class ProbeStepsIT {
  private static final String MODULES =
      """
      modules:
        order:
          prober: http_steps
          timeout: 20s # so long that it does not matter
          http_steps:
            steps:
              - name: login
                url: login
                http: {method: POST, body: "user=prober"}
                capture: [{name: token, json: $.token}, {name: next, header: X-Next}]
              - name: order
                url: "{{next}}"
                http: {bearer_token: "{{token}}"}
      """;

  @TempDir Path folder;
  private final WireMockServer shop =
      new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
  private ProbeServer probe;

  @BeforeEach
  void open() throws Exception {
    shop.start();
    probe = ProbeServer.start(Files.writeString(folder.resolve("blackbox.yml"), MODULES));
    login("/orders");
  }

  private void login(String next) {
    shop.stubFor(
        post("/shop/login").willReturn(ok("{\"token\": \"s3cr3t\"}").withHeader("X-Next", next)));
  }

  @AfterEach
  void close() {
    probe.close();
    shop.stop();
  }

  @Test
  void targetIsWhatTheStepsAreRelativeTo_andEachHasSeriesOfItsOwn() throws Exception {
    shop.stubFor(
        get("/orders")
            .withHeader("Authorization", equalTo("Bearer s3cr3t"))
            .willReturn(aResponse().withStatus(204)));

    var lines = ask(200, "");

    assertThat(lines)
        .contains(
            "probe_success 1.0",
            "probe_timeout_seconds 20.0",
            "probe_http_status_code 204.0",
            "probe_step_success{step=\"login\"} 1.0",
            "probe_step_success{step=\"order\"} 1.0",
            "probe_step_http_status_code{step=\"login\"} 200.0",
            "probe_step_http_status_code{step=\"order\"} 204.0");
    assertThat(names(lines))
        .contains(
            "probe_step_duration_seconds{step=\"login\"}",
            "probe_step_duration_seconds{step=\"order\"}",
            "probe_step_http_duration_seconds{phase=\"processing\",step=\"order\"}",
            "probe_http_duration_seconds{phase=\"processing\"}",
            "probe_dns_lookup_time_seconds")
        .doesNotHaveDuplicates();
  }

  @Test
  void stepThatFailsIsSeen_andThoseAfterItAreAbsent() throws Exception {
    shop.stubFor(post("/shop/login").willReturn(aResponse().withStatus(403).withBody("{}")));

    assertThat(ask(200, ""))
        .contains(
            "probe_success 0.0",
            "probe_http_status_code 403.0",
            "probe_step_success{step=\"login\"} 0.0",
            "probe_failure_info{phase=\"processing\",reason=\"status\"} 1")
        .noneMatch(line -> line.contains("step=\"order\""));

    shop.stubFor(post("/shop/login").willReturn(ok("{}").withHeader("X-Next", "/")));
    assertThat(ask(200, ""))
        .contains("probe_failure_info{phase=\"transfer\",reason=\"capture\"} 1");
  }

  @Test
  void addressThatATargetPutsIntoALaterStepIsCheckedLikeAnyOther() throws Exception {
    login("http://169.254.169.254/latest/meta-data/");

    assertThat(ask(200, ""))
        .contains(
            "probe_success 0.0",
            "probe_step_success{step=\"order\"} 0.0",
            "probe_failure_info{phase=\"resolve\",reason=\"not_allowed\"} 1");
  }

  @Test
  void hostnameMeansNothing_sinceEachStepHasHeadersOfItsOwn() throws Exception {
    assertThat(ask(400, "&hostname=a.example"))
        .containsExactly(
            "hostname means nothing to prober http_steps: a step has headers of its own");
  }

  private static List<String> names(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .toList();
  }

  private List<String> ask(int status, String more) throws Exception {
    var target = ProbeEndpoint.encoded("http://127.0.0.1:" + shop.port() + "/shop/");
    var answer = probe.endpoint().ask("module=order&target=" + target + more);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("s3cr3t");
    return answer.body().lines().toList();
  }
}
