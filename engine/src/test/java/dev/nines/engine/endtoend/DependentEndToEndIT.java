package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shared thing dies: one incident, and everybody who depends on it says so. */
@Tag("process")
class DependentEndToEndIT {
  private static final String TOKEN = "a-token-for-this-hook";

  private static String declarations(Target edge, Target front) {
    return """
    apiVersion: openslo/v1
    kind: Service
    metadata: {name: edge}
    ---
    apiVersion: openslo/v1
    kind: Service
    metadata: {name: shop}
    ---
    apiVersion: nines.dev/v1
    kind: ServicePolicy
    metadata: {name: quick}
    spec: {services: [edge, shop], holdTime: 1s, flapWindow: 2s, externalAlerts: {downtime: true}}
    ---
    apiVersion: nines.dev/v1
    kind: Probe
    metadata: {name: edge-http}
    spec:
      service: edge
      target: %s
      interval: 1s
      timeout: 900ms
      incident: {failures: 3, recoveries: 2}
      prober: http
    ---
    apiVersion: nines.dev/v1
    kind: Probe
    metadata: {name: front}
    spec:
      service: shop
      target: %s
      interval: 1s
      timeout: 900ms
      incident: {failures: 2, recoveries: 2}
      dependsOn: ["probe:edge-http"]
      prober: http
    """
        .formatted(edge.url(), front.url());
  }

  @Test
  void oneIncidentOpens_andTheDependentOneOnlyIfItStaysDown(@TempDir Path folder) throws Exception {
    try (var edge = Target.up();
        var front = Target.up()) {
      var config = "evaluation: {interval: 1s}\nhooks: {alertmanager: {token: " + TOKEN + "}}\n";
      var site = Site.of(folder, config + Site.ANY_PORTS, declarations(edge, front));
      try (var nines = NinesInProcess.start(site)) {
        var api = nines.api();
        await()
            .atMost(20, SECONDS)
            .until(() ->
                api.list("services").stream()
                        .filter(service -> service.at("/state").asText().equals("up"))
                        .count()
                    == 2);
        edge.answer(503);
        front.answer(503); // it needs fewer failures, and still waits for what it depends on
        await()
            .atMost(20, SECONDS)
            .until(() ->
                api.json("services/shop").at("/suppressed/0/why").asText().contains("down since"));

        assertThat(api.list("incidents"))
            .extracting(incident -> incident.at("/service").asText())
            .containsExactly("edge");
        assertThat(api.json("services/shop").at("/suppressed/0/why").asText())
            .startsWith("depends on probe edge-http, down since ");
        assertThat(api.page("/")).contains("suppressed: depends on probe edge-http, down since ");
        var admin = Files.readString(site.data().resolve("admin-token")).strip();
        var path = "/api/v1/incidents/" + api.list("incidents").getFirst().at("/id").asLong();
        assertThat(post(api, path + "/acknowledge", "{}", admin)).isEqualTo(200);
        assertThat(api.list("incidents?state=acknowledged")).hasSize(1);

        edge.answer(200);
        await().atMost(30, SECONDS).until(() -> api.list("incidents").size() == 2);
        var number =
            api.list("incidents").stream()
                .filter(incident -> incident.at("/service").asText().equals("shop"))
                .findFirst()
                .orElseThrow()
                .at("/id")
                .asLong();
        var shop = api.json("incidents/" + number);
        assertThat(shop.at("/timeline/0/text").asText())
            .contains("(held back until ", ": depends on probe edge-http, down from ");

        assertThat(post(api, "/hooks/alertmanager", alert(), "")).isEqualTo(401);
        assertThat(post(api, "/hooks/alertmanager", alert(), TOKEN)).isEqualTo(200);
        await()
            .atMost(20, SECONDS)
            .until(() ->
                api.list("incidents?state=open").stream()
                    .anyMatch(incident -> incident.at("/signals").size() == 2));
      }
    }
  }

  private static String alert() {
    return """
    {"version":"4","alerts":[{"status":"firing","labels":{"alertname":"DiskFull","service":"shop"},
     "annotations":{},"startsAt":"2026-11-24T12:00:00Z","endsAt":"0001-01-01T00:00:00Z",
     "fingerprint":"f1"}]}
    """
        .replace("2026-11-24T12:00:00Z", InstantSource.system().instant().toString());
  }

  private static int post(Api api, String path, String body, String token) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(api.address().resolve(path))
              .header("Content-Type", "application/json")
              .header("Authorization", "Bearer " + token)
              .POST(BodyPublishers.ofString(body))
              .build();
      return client.send(request, BodyHandlers.ofString()).statusCode();
    }
  }
}
