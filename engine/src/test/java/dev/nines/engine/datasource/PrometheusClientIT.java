package dev.nines.engine.datasource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.nines.engine.Peers;
import dev.nines.engine.catalog.DataSource;
import dev.nines.engine.datasource.PrometheusClient.Limits;
import dev.nines.engine.metrics.DataSourceMetrics;
import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.Header;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.TlsSpec;
import dev.nines.probe.run.Prober;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Sli.Query;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.metric.MinuteCount;
import dev.nines.slo.metric.QueryAnswer;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrometheusClientIT {
  private static final String PATH = "/prefix/api/v1/query_range";
  private static final String SECRET = "s3cret-of-prometheus";
  private static final WireMockServer WEB =
      new WireMockServer(
          wireMockConfig().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"));
  private static final Prober PROBER = new Prober(System::nanoTime, InstantSource.system(), "test");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests = DataSourceMetrics.requests(registry);

  @BeforeAll
  static void open() {
    WEB.start();
  }

  @AfterAll
  static void shut() {
    WEB.stop();
    PROBER.close();
  }

  @BeforeEach
  void reset() {
    WEB.resetAll();
  }

  @Test
  void valuesAreThoseAtTheEndsOfMinutes() {
    answering(okJson(matrix("[[660,\"0.5\"],[720.000,\"0.25\"]]")));

    var values = given(ask(plain(), false));

    assertThat(Stream.of(10L, 11L, 12L).map(minute -> raw(values, minute)))
        .containsExactly(
            new EventCounts(500_000, 1_000_000),
            new EventCounts(250_000, 1_000_000),
            EventCounts.NONE);
    WEB.verify(
        postRequestedFor(urlEqualTo(PATH))
            .withHeader("X-Scope-OrgID", equalTo("shop"))
            .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
            .withRequestBody(equalTo("query=up%7Ba%3D%22b%22%7D&start=660&end=780&step=60")));
    assertThat(count("answered")).isOne();
  }

  @Test
  void countersAreAskedForTheMinutesBeforeToo() {
    answering(okJson(matrix("[[60,\"7\"],[660,\"10\"],[720,\"12\"]]")));

    var values = given(ask(plain(), true));

    var ratio = new Question.Ratio(true, Optional.of(query()), Optional.empty(), query());
    assertThat(Stream.of(10L, 11L).map(minute -> count(ratio, values, minute).total()))
        .containsExactly(3L, 2L);
    WEB.verify(postRequestedFor(urlEqualTo(PATH)).withRequestBody(containing("&start=-240&")));
  }

  @ParameterizedTest
  @MethodSource("credentials")
  void saysWhoAsks(Credentials credentials, String authorization) {
    WEB.stubFor(
        post("/token").willReturn(okJson("{\"access_token\": \"t0ken\", \"expires_in\": 60}")));
    answering(okJson(matrix("[]")));

    given(ask(source(http(), Optional.of(credentials), TlsSpec.DEFAULT), false));

    WEB.verify(
        postRequestedFor(urlEqualTo(PATH)).withHeader("Authorization", equalTo(authorization)));
  }

  static Stream<Arguments> credentials() {
    var secret = new Content.Secret("s3cret");
    return Stream.of(
        Arguments.of(
            new Credentials.Basic(new Content.Text("nines"), secret), "Basic bmluZXM6czNjcmV0"),
        Arguments.of(new Credentials.Token("Bearer", secret), "Bearer s3cret"),
        Arguments.of(
            new Credentials.ClientCredentials(
                new Content.Text("nines"),
                secret,
                List.of(),
                URI.create("http://127.0.0.1:" + WEB.port() + "/token"),
                Map.of(),
                TlsSpec.DEFAULT,
                ProxySpec.NONE),
            "Bearer t0ken"));
  }

  @Test
  void tlsIsVerified_unlessDeclaredOtherwise() {
    answering(okJson(matrix("[]")));
    var https = "https://127.0.0.1:" + WEB.httpsPort();

    assertThat(ask(source(https, Optional.empty(), TlsSpec.DEFAULT), false))
        .isInstanceOf(Answer.Unreachable.class);
    given(ask(source(https, Optional.empty(), TlsSpec.INSECURE), false));
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void troubleIsNoData(ResponseDefinitionBuilder answer, Answer expected) {
    answering(answer);

    var credentials = new Credentials.Token("Bearer", new Content.Secret(SECRET));
    var answered = ask(source(http(), Optional.of(credentials), TlsSpec.DEFAULT), false);
    assertThat(answered)
        .isEqualTo(
            expected instanceof Answer.Unreachable(var why)
                ? new Answer.Unreachable(http() + ": " + why)
                : expected);
    assertThat(answered.toString()).doesNotContain(SECRET);
  }

  static Stream<Arguments> troubles() {
    var not = "the answer is not that of a Prometheus: ";
    return Stream.of(
        Arguments.argumentSet(
            "500",
            aResponse().withStatus(500).withBody("oops"),
            new Answer.Unreachable("status 500, expected a 2xx")),
        Arguments.argumentSet(
            "bad query",
            error(400, "parse error: \\\"x\\\" unexpected"),
            new Answer.Refused("status 400: parse error: \"x\" unexpected")),
        Arguments.argumentSet(
            "query that quotes a secret",
            error(401, "no such token " + SECRET),
            new Answer.Unreachable("status 401: no such token <secret>")),
        Arguments.argumentSet(
            "too many samples",
            error(422, "query processing would load too many samples into memory"),
            new Answer.TooLarge(
                "status 422: query processing would load too many samples into memory")),
        Arguments.argumentSet(
            "query timeout",
            error(503, "query timed out in expression evaluation"),
            new Answer.TooSlow("status 503: query timed out in expression evaluation")),
        Arguments.argumentSet(
            "page",
            aResponse().withBody("<html>log in</html>"),
            new Answer.Unreachable(not + "it is no JSON")),
        Arguments.argumentSet(
            "cut JSON",
            aResponse().withBody(matrix("[[660,\"0.5\"]").substring(0, 90)),
            new Answer.Unreachable(not + "it is no JSON")),
        Arguments.argumentSet(
            "other JSON",
            okJson("[1]"),
            new Answer.Unreachable(not + "it is not what query_range answers")),
        Arguments.argumentSet(
            "no data", okJson("{}"), new Answer.Unreachable(not + "it has no data")),
        Arguments.argumentSet(
            "vector",
            okJson("{\"data\":{\"resultType\":\"vector\",\"result\":[]}}"),
            new Answer.Unreachable(not + "it is no matrix")),
        Arguments.argumentSet(
            "no number",
            okJson(matrix("[[660,\"half\"]]")),
            new Answer.Unreachable(not + "a value of it is no number")),
        Arguments.argumentSet(
            "huge",
            aResponse().withBody(" ".repeat(17 * 1024 * 1024)),
            new Answer.TooLarge("the body is larger than 16777216 bytes")));
  }

  @Test
  void slowAnswerIsTooSlow_andNothingListeningIsUnreachable() throws IOException {
    answering(okJson(matrix("[]")).withFixedDelay(3_000));
    assertThat(client(plain(), new Limits(Duration.ofMillis(300), 1_000)).ask("up", false, 10, 13))
        .isInstanceOf(Answer.TooSlow.class);
    answering(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
    assertThat(ask(plain(), false)).isInstanceOf(Answer.Unreachable.class);
    var nobody = source("http://127.0.0.1:" + Peers.freePort(), Optional.empty(), TlsSpec.DEFAULT);
    assertThat(ask(nobody, false)).isInstanceOf(Answer.Unreachable.class);
    assertThat(count("too_slow")).isOne();
    assertThat(count("unreachable")).isEqualTo(2);
  }

  private double count(String outcome) {
    return registry.scrape().stream()
        .flatMap(metric -> metric.getDataPoints().stream())
        .filter(point -> outcome.equals(point.getLabels().get("outcome")))
        .mapToDouble(point -> ((CounterDataPointSnapshot) point).getValue())
        .sum();
  }

  private Answer ask(DataSource source, boolean counter) {
    return client(source, Limits.DEFAULT).ask("up{a=\"b\"}", counter, 10, 13);
  }

  private PrometheusClient client(DataSource source, Limits limits) {
    return new PrometheusClient(source, limits, PROBER::fetch, requests);
  }

  private static DataSource plain() {
    return source(http(), Optional.empty(), TlsSpec.DEFAULT);
  }

  private static String http() {
    return "http://127.0.0.1:" + WEB.port();
  }

  private static DataSource source(String url, Optional<Credentials> credentials, TlsSpec tls) {
    return new DataSource(
        "main",
        "Main",
        URI.create(url + "/prefix/"),
        credentials,
        List.of(Header.of("X-Scope-OrgID", "shop")),
        tls,
        ProxySpec.NONE);
  }

  private static void answering(ResponseDefinitionBuilder answer) {
    WEB.stubFor(post(PATH).willReturn(answer));
  }

  private static ResponseDefinitionBuilder error(int status, String text) {
    return okJson("{\"status\":\"error\",\"errorType\":\"x\",\"error\":\"%s\"}".formatted(text))
        .withStatus(status);
  }

  private static String matrix(String values) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":"
        + "[{\"metric\":{\"a\":\"b\"},\"values\":%s}]}}".formatted(values);
  }

  private static QueryAnswer given(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given) answer).values();
  }

  private static Query query() {
    return new Query("main", "up");
  }

  private static EventCounts raw(QueryAnswer values, long minute) {
    return MinuteCount.of(
            new Question.Raw(query(), true), List.of(values), minute, MinuteCount.Carry.NONE)
        .counts();
  }

  private static EventCounts count(Question question, QueryAnswer values, long minute) {
    return MinuteCount.of(question, List.of(values, values), minute, MinuteCount.Carry.NONE)
        .counts();
  }
}
