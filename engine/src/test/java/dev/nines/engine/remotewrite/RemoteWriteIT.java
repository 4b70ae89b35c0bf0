package dev.nines.engine.remotewrite;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.BasicCredentials;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.nines.channel.Backoff;
import dev.nines.channel.Secret;
import dev.nines.engine.configuration.ConfiguredSecret;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.configuration.Settings.Metrics.RemoteWrite.Login;
import dev.nines.engine.endtoend.Prometheus;
import dev.nines.engine.metrics.MetricWalk;
import dev.nines.engine.series.MetricChoice;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RemoteWriteIT {
  private static final Backoff SOON = new Backoff(List.of(Duration.ofMillis(20)));
  private static final String PATH = "/api/v1/write";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Gauge up = Gauge.builder().name("slo_up").labelNames("service").register(registry);
  private final WireMockServer receiver =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RemoteWrite.class);

  @BeforeEach
  void open() {
    up.labelValues("shop").set(1);
    receiver.start();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO); // whatever other tests of this JVM have made of the root
  }

  @AfterEach
  void close() {
    logger.detachAppender(log);
    logger.setLevel(null);
    receiver.stop();
  }

  @Test
  void prometheusHasTheSeriesThatAScrapeWouldGive_andNoLongerThanTheyAreThere(@TempDir Path folder)
      throws Exception {
    Counter.builder()
        .name("slo_events_total")
        .labelNames("service")
        .register(registry)
        .labelValues("shöp \"1\"")
        .inc(12_345_678.5);
    var took =
        Histogram.builder()
            .name("incident_seconds")
            .classicUpperBounds(0.25, 10, 1e9)
            .register(registry);
    took.observe(0.1);
    took.observe(11);
    Info.builder().name("slo_info").labelNames("window").register(registry).addLabelValues("30d");
    StateSet.builder().name("service_mood").states("good", "bad").register(registry).setTrue("bad");
    Summary.builder().name("slo_pages").quantile(0.5).register(registry).observe(3);
    Gauge.builder().name("slo_nothing").register(registry).set(Double.NaN);
    Gauge.builder().name("jvm_unchosen").register(registry).set(1);
    try (var prometheus =
            Prometheus.start(
                Files.writeString(folder.resolve("prometheus.yml"), "scrape_configs: []\n"));
        var writing = writing(prometheus.address() + PATH, Optional.empty(), 5)) {
      writing.writeRound();
      await().atMost(10, SECONDS).until(() -> !prometheus.query("slo_up == 1").isEmpty());

      var written = new TreeSet<String>();
      for (var series : prometheus.query("{job=\"nines\", instance=\"here\"}")) {
        var labels = new TreeSet<String>();
        series
            .path("metric")
            .properties()
            .forEach(label -> {
              if (!List.of("__name__", "job", "instance").contains(label.getKey())) {
                labels.add(label.getKey() + "=" + label.getValue().asText());
              }
            });
        written.add(
            series.at("/metric/__name__").asText()
                + labels
                + " "
                + series.at("/value/1").asDouble());
      }
      assertThat(written).containsExactlyInAnyOrderElementsOf(scraped());

      up.clear();
      writing.writeRound();
      await().atMost(10, SECONDS).until(() -> prometheus.query("slo_up").isEmpty());
      assertThat(prometheus.query("count(last_over_time(slo_up[1m]))")).hasSize(1);
      assertThat(count("sent")).isEqualTo(2 * written.size());
      assertThat(count("refused") + count("dropped")).isZero();
    }
  }

  /** What the text format says, but for what is not chosen and what is counted of the writing. */
  private TreeSet<String> scraped() throws IOException {
    var out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    var samples = new TreeSet<String>();
    for (var line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      if (!line.startsWith("#") && !line.startsWith("nines_") && !line.startsWith("jvm_")) {
        var space = line.lastIndexOf(' ');
        var series = line.substring(0, space).split("\\{", 2);
        var labels = new TreeSet<String>();
        if (series.length == 2) {
          for (var label : series[1].replaceAll("\"}$", "").split("\",")) {
            labels.add(label.replaceFirst("=\"", "=").replace("\\\"", "\""));
          }
        }
        samples.add(series[0] + labels + " " + Double.parseDouble(line.substring(space + 1)));
      }
    }
    return samples;
  }

  @Test
  void requestIsRemoteWriteOfVersion1_andSentAgainAsItWasUntilItIsTaken() throws Exception {
    answer(aResponse().withStatus(500), aResponse().withStatus(503), aResponse().withStatus(204));
    List<LoggedRequest> requests;
    try (var writing = writing(Optional.empty())) {
      writing.writeRound();
      await().atMost(10, SECONDS).until(() -> count("sent") == 1);
      requests = receiver.findAll(postRequestedFor(urlPathEqualTo(PATH)));
    }

    assertThat(requests)
        .hasSize(3)
        .allSatisfy(request -> {
          assertThat(request.getHeader("Content-Type")).isEqualTo("application/x-protobuf");
          assertThat(request.getHeader("Content-Encoding")).isEqualTo("snappy");
          assertThat(request.getHeader("X-Prometheus-Remote-Write-Version")).isEqualTo("0.1.0");
          assertThat(request.getHeader("X-Scope-OrgID")).isEqualTo("team-a");
        })
        .extracting(request -> List.of(request.getBodyAsBase64()))
        .containsOnly(List.of(requests.getFirst().getBodyAsBase64()));
    assertThat(messages())
        .hasSize(2)
        .first()
        .asString()
        .contains("is tried again until it succeeds", "127.0.0.1 answered 500");
    assertThat(sample("nines_remote_write_retries_total")).isEqualTo(2);
  }

  @Test
  void receiverThatAsksToBeLeftAloneIsLeftAlone() throws Exception {
    answer(aResponse().withStatus(429).withHeader("Retry-After", "1"), aResponse());
    var began = System.nanoTime();
    try (var writing = writing(Optional.empty())) {
      writing.writeRound();
      await().atMost(10, SECONDS).until(() -> count("sent") == 1);
    }

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
  }

  @Test
  void roundsAreMadeWhileAReceiverHangs_andSentInTurnWhenItAnswers() throws Exception {
    answer(aResponse().withFixedDelay((int) TimeUnit.SECONDS.toMillis(20)), aResponse());
    try (var writing = writing(Optional.empty())) {
      writing.writeRound();
      up.labelValues("shop").set(2);
      writing.writeRound();
      assertThat(sample("nines_remote_write_samples_waiting")).isPositive();
      await().atMost(10, SECONDS).until(() -> count("sent") == 2);
    }

    assertThat(messages().getFirst()).contains("no answer within 1000 ms");
  }

  @Test
  void whatIsRefusedIsNotSentAgain_andToldOnce() throws Exception {
    answer(aResponse().withStatus(400).withBody("out of order: token-of-nines"));
    try (var writing = writing(Optional.of(bearer("token-of-nines")))) {
      for (var round = 0; round < 3; round++) {
        writing.writeRound();
      }
      await().atMost(10, SECONDS).until(() -> count("refused") == 3);
      receiver.verify(3, postRequestedFor(urlPathEqualTo(PATH)));
    }

    assertThat(messages())
        .singleElement()
        .asString()
        .contains("refused", "127.0.0.1 answered 400: out of order: ***");
  }

  @Test
  void writerSaysWhoItIs_byAFileThatMayChange(@TempDir Path folder) throws Exception {
    answer(aResponse());
    var file = Files.writeString(folder.resolve("token"), "first\n");
    try (var writing =
        writing(Optional.of(new Login.Bearer(new ConfiguredSecret.InFile(file, 1))))) {
      writing.writeRound();
      await().atMost(10, SECONDS).until(() -> count("sent") == 1);
      Files.writeString(file, "second\n");
      writing.writeRound();
      await().atMost(10, SECONDS).until(() -> count("sent") == 2);
      for (var token : List.of("first", "second")) {
        receiver.verify(
            1,
            postRequestedFor(urlPathEqualTo(PATH))
                .withHeader("Authorization", equalTo("Bearer " + token)));
      }
    }
  }

  @Test
  void tokenThatNoHeaderMayHaveIsToldAndNotShown_andOneThatIsMendedIsTaken(@TempDir Path folder)
      throws Exception {
    answer(aResponse());
    var file = Files.writeString(folder.resolve("token"), "token-of-nines\nanother line\n");
    try (var writing =
        writing(Optional.of(new Login.Bearer(new ConfiguredSecret.InFile(file, 1))))) {
      writing.writeRound();
      await().atMost(10, SECONDS).until(() -> !messages().isEmpty());
      Files.writeString(file, "token-of-nines\n");
      await().atMost(10, SECONDS).until(() -> count("sent") == 1);
    }

    assertThat(messages())
        .anyMatch(message -> message.contains("such as a line break"))
        .noneMatch(message -> message.contains("token-of-nines"));
  }

  @Test
  void seriesEndWithTheWriter(@TempDir Path folder) throws Exception {
    try (var prometheus =
        Prometheus.start(
            Files.writeString(folder.resolve("prometheus.yml"), "scrape_configs: []\n"))) {
      try (var writing = writing(prometheus.address() + PATH, Optional.empty(), 5)) {
        writing.writeRound();
        await().atMost(10, SECONDS).until(() -> !prometheus.query("slo_up").isEmpty());
      }

      assertThat(prometheus.query("slo_up")).isEmpty();
      assertThat(prometheus.query("last_over_time(slo_up[1m])")).hasSize(1);
    }
  }

  @Test
  void writerSaysWhoItIs_byNameAndPassword() throws Exception {
    answer(aResponse());
    var login = new Login.Basic("nines", new ConfiguredSecret.Written(new Secret("s3cret")));
    try (var writing = writing(Optional.of(login))) {
      writing.writeRound();
      await().atMost(10, SECONDS).until(() -> count("sent") == 1);
    }

    receiver.verify(
        postRequestedFor(urlPathEqualTo(PATH))
            .withBasicAuth(new BasicCredentials("nines", "s3cret")));
  }

  private static Login bearer(String token) {
    return new Login.Bearer(new ConfiguredSecret.Written(new Secret(token)));
  }

  /** Each answer in turn, and the last one for ever. */
  private void answer(ResponseDefinitionBuilder... answers) {
    for (var i = 0; i < answers.length; i++) {
      receiver.stubFor(
          post(PATH)
              .inScenario("turns")
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "turn " + i)
              .willSetStateTo("turn " + Math.min(i + 1, answers.length - 1))
              .willReturn(answers[i]));
    }
    if (answers.length == 1) {
      receiver.stubFor(post(PATH).willReturn(answers[0]));
    }
  }

  private RemoteWrite writing(Optional<Login> login) {
    return writing("http://127.0.0.1:" + receiver.port() + PATH, login, 1);
  }

  private RemoteWrite writing(String url, Optional<Login> login, int timeoutSeconds) {
    return new RemoteWrite(
        new Settings.Metrics.RemoteWrite(
            URI.create(url),
            Duration.ofMinutes(1),
            Duration.ofSeconds(timeoutSeconds),
            MetricChoice.DEFAULT,
            Map.of(),
            Map.of("X-Scope-OrgID", new Secret("team-a")),
            login),
        "here",
        new MetricWalk(registry)::of,
        registry,
        RandomGenerator.getDefault(),
        InstantSource.system(),
        SOON);
  }

  private List<String> messages() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private double count(String outcome) {
    return sample("nines_remote_write_samples_total{outcome=\"" + outcome + "\"}");
  }

  private double sample(String series) {
    try {
      var out = new ByteArrayOutputStream();
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
      return out.toString(StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(series + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
