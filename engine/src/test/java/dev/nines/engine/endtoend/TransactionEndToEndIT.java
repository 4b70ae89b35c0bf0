package dev.nines.engine.endtoend;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A declared transaction, from its schedule to its results, its series and its secrets. */
@Tag("process")
class TransactionEndToEndIT {
  private static final String TOKEN = "s3cr3t-t0ken";

  private static String declarations(String target) {
    return """
    apiVersion: openslo/v1
    kind: Service
    metadata: {name: shop}
    ---
    apiVersion: nines.dev/v1
    kind: Probe
    metadata: {name: order}
    spec:
      service: shop
      target: %s
      interval: 2s
      timeout: 1900ms
      prober: http_steps
      http_steps:
        steps:
          - name: login
            url: /login
            http: {method: POST, body: '{"user": "prober"}'}
            capture: [{name: token, json: $.token}]
          - name: checkout
            url: /checkout?as={{token}}
            http: {bearer_token: "{{token}}"}
    """
        .formatted(target);
  }

  @Test
  void runsAreStoredWithTheStepThatFailed_andNobodySeesTheToken(@TempDir Path folder)
      throws Exception {
    var shop = new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
    shop.start();
    checkout(shop, 200);
    var site = Site.of(folder, declarations("http://127.0.0.1:" + shop.port() + "/"));
    try (var nines = NinesInProcess.start(site)) {
      var api = nines.api();
      var good =
          await()
              .atMost(20, SECONDS)
              .until(() -> api.json("probes/order"), last -> last.at("/last/success").asBoolean());
      assertThat(good.path("last").path("status").asInt()).isEqualTo(200);
      assertThat(good.path("lastSteps").findValuesAsText("name"))
          .containsExactly("login", "checkout");
      assertThat(good.at("/lastSteps/1/phases").has("processing")).isTrue();
      var labels = new String[] {"probe=\"order\"", "step=\"checkout\""};
      assertThat(Api.sample(api.metrics(), "probe_step_success", labels)).isOne();
      assertThat(Api.sample(api.metrics(), "probe_step_duration_seconds", labels)).isPositive();

      checkout(shop, 500);
      var bad =
          await()
              .atMost(20, SECONDS)
              .until(
                  () -> api.json("probes/order"),
                  last -> last.at("/last/reason").asText().equals("status"));
      assertThat(bad.at("/lastSteps/0/success").asBoolean()).isTrue();
      assertThat(bad.at("/lastSteps/1/success").asBoolean()).isFalse();
      assertThat(bad.at("/lastSteps/1/detail").asText()).isEqualTo("status 500, expected a 2xx");
      assertThat(Api.sample(api.metrics(), "probe_step_success", labels)).isZero();
      await()
          .atMost(20, SECONDS)
          .until(() -> results(api).contains("step 2 'checkout': status 500, expected a 2xx"));
      assertThat(results(api) + bad + api.metrics()).doesNotContain(TOKEN);
    } finally {
      shop.stop();
    }
  }

  private static String results(Api api) {
    return api.json("probes/order/results").toString();
  }

  /** Asked without the token that the login gave, it answers 404. */
  private static void checkout(WireMockServer shop, int status) {
    shop.stubFor(post("/login").willReturn(ok("{\"token\": \"%s\"}".formatted(TOKEN))));
    shop.stubFor(
        get(urlPathEqualTo("/checkout"))
            .withHeader("Authorization", equalTo("Bearer " + TOKEN))
            .withQueryParam("as", equalTo(TOKEN))
            .willReturn(aResponse().withStatus(status).withBody("for " + TOKEN)));
  }
}
