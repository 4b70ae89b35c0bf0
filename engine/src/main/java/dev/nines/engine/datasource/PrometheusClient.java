package dev.nines.engine.datasource;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nines.engine.catalog.DataSource;
import dev.nines.probe.Content;
import dev.nines.probe.Failure;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.NetworkSpec;
import dev.nines.probe.run.Prober.Fetched;
import dev.nines.slo.metric.QueryAnswer;
import io.prometheus.metrics.core.metrics.Counter;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Asks one data source by {@code query_range}, over the same connections, TLS and credentials as a
 * probe would. Thread-safe. No text of its shows a secret.
 */
final class PrometheusClient {
  /** Most points that are asked for at once; Prometheus itself gives 11,000. */
  static final int MOST_POINTS = 10_000;

  /**
   * How much one request may take.
   *
   * @param timeout from its beginning to the end of the answer
   * @param bytes most of an answer
   */
  record Limits(Duration timeout, long bytes) {
    /** The bytes are some 700,000 values. */
    static final Limits DEFAULT = new Limits(Duration.ofSeconds(30), 16L * 1024 * 1024);
  }

  private static final int MOST_TOLD = 300;
  private static final Pattern ERROR =
      Pattern.compile("\"error\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)");

  private final DataSource source;
  private final URI queryRange;
  private final Limits limits;
  private final Function<HttpSpec, Fetched> http;
  private final Counter requests;

  /**
   * A client that asks nothing yet.
   *
   * @param source who is asked, and how
   * @param limits of one request
   * @param http makes the requests
   * @param requests counts them by {@code data_source} and {@code outcome}
   */
  PrometheusClient(
      DataSource source, Limits limits, Function<HttpSpec, Fetched> http, Counter requests) {
    this.source = source;
    this.limits = limits;
    this.http = http;
    this.requests = requests;
    this.queryRange =
        URI.create(source.url().toString().replaceFirst("/+$", "") + "/api/v1/query_range");
  }

  /**
   * Asks for the values of minutes.
   *
   * @param promql the query
   * @param counter whether its values are counters
   * @param from the first minute
   * @param to the first minute after them; with what counters need before, at most {@value
   *     #MOST_POINTS}
   */
  Answer ask(String promql, boolean counter, long from, long to) {
    var answer = named(answer(promql, counter, from, to));
    requests.labelValues(source.name(), outcome(answer)).inc();
    return answer;
  }

  /** Who does not answer: the address, of which no part can be a secret. */
  private Answer named(Answer answer) {
    return answer instanceof Answer.Unreachable(var why)
        ? new Answer.Unreachable(
            "%s://%s: %s".formatted(queryRange.getScheme(), queryRange.getAuthority(), why))
        : answer;
  }

  private static String outcome(Answer answer) {
    return switch (answer) {
      case Answer.Given _ -> "answered";
      case Answer.TooLarge _ -> "too_large";
      case Answer.TooSlow _ -> "too_slow";
      case Answer.Refused _ -> "refused";
      case Answer.Unreachable _ -> "unreachable";
    };
  }

  private Answer answer(String promql, boolean counter, long from, long to) {
    var first = counter ? from - QueryAnswer.BRIDGED : from;
    var form =
        "query=%s&start=%d&end=%d&step=60"
            .formatted(URLEncoder.encode(promql, UTF_8), (first + 1) * 60, to * 60);
    var fetched = http.apply(request(form));
    var failure = fetched.run().failure();
    if (failure.isPresent()) {
      return failed(failure.get(), fetched);
    }
    var values = new QueryAnswer(counter, from, to);
    try {
      MatrixParser.read(fetched.body(), values);
      return new Answer.Given(values);
    } catch (MatrixParser.NotAMatrix e) {
      return new Answer.Unreachable("the answer is not that of a Prometheus: " + e.getMessage());
    } catch (IOException _) { // its text may quote the answer
      return new Answer.Unreachable("the answer is not that of a Prometheus: it is no JSON");
    }
  }

  private HttpSpec request(String form) {
    var headers = new ArrayList<>(source.headers());
    headers.add(Header.of("Content-Type", "application/x-www-form-urlencoded"));
    var request =
        new HttpModule.Request(
            "POST",
            headers,
            Optional.of(new Content.Text(form)),
            Optional.empty(),
            source.credentials(),
            true,
            true);
    var body =
        new HttpModule.Body(
            List.of(), List.of(), Optional.empty(), Optional.empty(), limits.bytes());
    return new HttpSpec(
        queryRange,
        limits.timeout(),
        new HttpModule(
            request,
            HttpModule.Expectation.DEFAULT.with(body),
            NetworkSpec.DEFAULT,
            source.proxy(),
            source.tls()));
  }

  private static Answer failed(Failure failure, Fetched fetched) {
    return switch (failure.reason()) {
      case TOO_LARGE -> new Answer.TooLarge(failure.detail());
      case TIMEOUT -> timedOut(failure);
      case STATUS -> status(failure, fetched);
      default -> new Answer.Unreachable(failure.detail());
    };
  }

  private static Answer timedOut(Failure failure) {
    return switch (failure.phase()) {
      case RESOLVE, CONNECT, TLS -> new Answer.Unreachable(failure.detail());
      case PROCESSING, TRANSFER -> new Answer.TooSlow(failure.detail());
    };
  }

  /** Prometheus answers 400 to what it cannot parse, 422 to what it cannot evaluate. */
  private static Answer status(Failure failure, Fetched fetched) {
    var status = fetched.run().http().orElseThrow().status();
    var said = fetched.run().answer().map(answer -> ERROR.matcher(answer.bodyStart()));
    var error = said.filter(m -> m.find()).map(m -> shortened(m.group(1)));
    if (error.isEmpty()) {
      return new Answer.Unreachable(failure.detail());
    }
    var why = "status %d: %s".formatted(status, error.get());
    if (error.get().contains("too many samples")) {
      return new Answer.TooLarge(why);
    }
    if (error.get().contains("timed out")) {
      return new Answer.TooSlow(why);
    }
    return Set.of(400, 422).contains(status)
        ? new Answer.Refused(why)
        : new Answer.Unreachable(why);
  }

  private static String shortened(String text) {
    var plain = text.replace("\\\"", "\"").replaceAll("\\\\[nrt]|\\p{Cntrl}", " ");
    return plain.length() <= MOST_TOLD ? plain : plain.substring(0, MOST_TOLD) + "...";
  }
}
