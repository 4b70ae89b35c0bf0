package dev.nines.engine.remotewrite;

import com.google.protobuf.ByteString;
import dev.nines.channel.Backoff;
import dev.nines.channel.Delivery;
import dev.nines.channel.Secret;
import dev.nines.channel.http.HttpPost;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.configuration.Settings.Metrics.RemoteWrite.Login;
import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes metrics into a Prometheus, or what takes its remote write, round after round. Rounds are
 * made by a chore and sent by a thread of their own, one request at a time: a receiver that is slow
 * or down costs a bounded backlog and no round. Both are threads of the operating system, which
 * takes turns: a virtual one would keep its processor from the probes.
 */
public final class RemoteWrite implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteWrite.class);

  private static final long MOST_BYTES_WAITING = 16L << 20;
  private static final Duration FOREVER = Duration.ofDays(365); // the backlog's bound ends it
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration BETWEEN_COMPLAINTS = Duration.ofHours(1);
  private static final Backoff BACKOFF =
      new Backoff(
          List.of(
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              Duration.ofSeconds(5),
              Duration.ofSeconds(15),
              Duration.ofSeconds(30),
              Duration.ofMinutes(1)));

  private final Settings.Metrics.RemoteWrite settings;
  private final Map<String, String> labels;
  private final Function<Predicate<String>, List<Supplier<MetricSnapshot>>> metrics;
  private final Predicate<String> wanted;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Backoff backoff;
  private final HttpPost http;
  private final Map<ByteString, Instant> known = new HashMap<>();
  private final Backlog backlog = new Backlog(MOST_BYTES_WAITING);
  private final Counter samples;
  private final Counter retries;
  private final Thread thread;

  private boolean closed;
  private boolean overfull;
  private boolean failing;
  private Instant complained = Instant.MIN;
  private volatile Instant sent = Instant.MIN;

  /** What came of samples. */
  private enum Outcome {
    /** The receiver has them. */
    SENT,
    /** The receiver does not want them. */
    REFUSED,
    /** There was no room for them. */
    DROPPED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Begins to send what {@link #writeRound} makes.
   *
   * @param settings where to, and what
   * @param instance who writes, where the settings do not say
   * @param metrics gives the metrics as they are now: those whose name without the suffix is wanted
   * @param registry takes what is counted of this
   * @param random spreads retries
   * @param clock the time of samples
   */
  public RemoteWrite(
      Settings.Metrics.RemoteWrite settings,
      String instance,
      Function<Predicate<String>, List<Supplier<MetricSnapshot>>> metrics,
      PrometheusRegistry registry,
      RandomGenerator random,
      InstantSource clock) {
    this(settings, instance, metrics, registry, random, clock, BACKOFF);
  }

  RemoteWrite(
      Settings.Metrics.RemoteWrite settings,
      String instance,
      Function<Predicate<String>, List<Supplier<MetricSnapshot>>> metrics,
      PrometheusRegistry registry,
      RandomGenerator random,
      InstantSource clock,
      Backoff backoff) {
    this.settings = settings;
    this.metrics = metrics;
    this.random = random;
    this.clock = clock;
    this.backoff = backoff;
    wanted = settings.metrics().byBaseName();
    labels = new TreeMap<>(Map.of("job", "nines", "instance", instance));
    labels.putAll(settings.labels());
    http = new HttpPost(clock, settings.timeout());
    samples = MetricBuilders.counter(Metric.REMOTE_WRITE_SAMPLES).register(registry);
    for (var outcome : Outcome.values()) {
      samples.initLabelValues(outcome.label());
    }
    retries = MetricBuilders.counter(Metric.REMOTE_WRITE_RETRIES).register(registry);
    MetricBuilders.gauge(Metric.REMOTE_WRITE_WAITING)
        .callback(callback -> callback.call((double) backlog.samples()))
        .register(registry);
    MetricBuilders.gauge(Metric.REMOTE_WRITE_SENT_AT)
        .callback(callback -> {
          if (sent.isAfter(Instant.MIN)) {
            callback.call(sent.toEpochMilli() / 1_000.0);
          }
        })
        .register(registry);
    thread = Thread.ofPlatform().daemon().name("remote-write").start(this::send);
  }

  /** Makes a round of what the metrics are now, and lets it wait to be sent. */
  public synchronized void writeRound() {
    if (closed) {
      return;
    }
    var round = new Round(labels, known, clock.instant());
    var reader = new SeriesReader(round);
    for (var each : metrics.apply(wanted)) {
      var metric = each.get();
      if (settings.metrics().takes(metric)) {
        reader.read(metric);
      }
    }
    var batches = round.end();
    count(Outcome.DROPPED, round.leftOut());
    if (round.leftOut() > 0 && !overfull) {
      LOG.warn(
          "remote write leaves out {} series: more than {} are chosen by metrics.remoteWrite.metrics",
          round.leftOut(),
          Round.MOST_SERIES);
    }
    overfull = round.leftOut() > 0;
    if (!batches.isEmpty()) {
      count(Outcome.DROPPED, backlog.add(batches));
    }
  }

  private void send() {
    var failures = 0;
    try {
      while (true) {
        var batch = backlog.first();
        switch (attempt(batch)) {
          case Delivery.Delivered _ -> {
            failures = 0;
            sent = batch.at();
            recovered();
            if (backlog.remove(batch)) {
              count(Outcome.SENT, batch.samples());
            }
          }
          case Delivery.GiveUp(var why) -> {
            failures = 0;
            refused(batch, why);
            if (backlog.remove(batch)) {
              count(Outcome.REFUSED, batch.samples());
            }
          }
          case Delivery.Retry(var after, var why) -> {
            retries.inc();
            failed(why);
            failures++;
            TimeUnit.NANOSECONDS.sleep(
                backoff
                    .delay(failures, after, FOREVER, Duration.ZERO, random)
                    .orElseThrow()
                    .toNanos());
          }
        }
      }
    } catch (InterruptedException _) {
      sayGoodbye();
    }
  }

  /** Ends every series, so that what was true last does not stand as if it still were. */
  private void sayGoodbye() {
    try {
      for (var batch : ended()) {
        if (!(post(batch) instanceof Delivery.Delivered)) {
          return;
        }
      }
    } catch (InterruptedException _) {
      return; // the time for it is over
    }
  }

  private synchronized List<Batch> ended() {
    return failing ? List.of() : new Round(labels, known, clock.instant()).end();
  }

  /** Nothing may end this thread: somebody would have to notice that nothing is written. */
  private Delivery attempt(Batch batch) throws InterruptedException {
    try {
      return post(batch);
    } catch (RuntimeException e) {
      return new Delivery.Retry(
          Duration.ZERO, "failed in Nines itself: " + e.getClass().getSimpleName());
    }
  }

  private Delivery post(Batch batch) throws InterruptedException {
    var headers = new LinkedHashMap<String, String>();
    var secrets = new ArrayList<String>();
    settings
        .headers()
        .forEach((name, value) -> {
          headers.put(name, value.value());
          secrets.add(value.value());
        });
    headers.put("Content-Type", "application/x-protobuf");
    headers.put("Content-Encoding", "snappy");
    headers.put("X-Prometheus-Remote-Write-Version", "0.1.0");
    try {
      if (settings.login().isPresent()) {
        headers.put("Authorization", authorization(settings.login().get(), secrets));
      }
    } catch (IOException e) { // of which the message names the file
      return new Delivery.Retry(Duration.ZERO, "no password or token: " + e.getMessage());
    }
    var answer = http.send(settings.url(), headers, batch.body().toByteArray());
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return answer.verdict(
        String.valueOf(settings.url().getHost()), status -> status.quoted(secrets));
  }

  private static String authorization(Login login, List<String> secrets) throws IOException {
    var text =
        switch (login) {
          case Login.Bearer(var token) -> "Bearer " + noted(token.read(), secrets);
          case Login.Basic(var user, var password) ->
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString(
                          (user + ":" + noted(password.read(), secrets))
                              .getBytes(StandardCharsets.UTF_8));
        };
    secrets.add(text.substring(text.indexOf(' ') + 1));
    return text;
  }

  private static String noted(Secret secret, List<String> secrets) {
    secrets.add(secret.value());
    return secret.value();
  }

  private void failed(String why) {
    if (!failing) {
      LOG.warn("remote write fails, and is tried again until it succeeds: {}", why);
    }
    failing = true;
  }

  private void recovered() {
    if (failing) {
      LOG.info("remote write succeeds again");
    }
    failing = false;
  }

  /** Other requests of the round may be taken: so not at each of the two in turn. */
  private void refused(Batch batch, String why) {
    failing = false;
    if (complained.equals(Instant.MIN)
        || Duration.between(complained, batch.at()).compareTo(BETWEEN_COMPLAINTS) >= 0) {
      LOG.warn("remote write is refused, and those samples are lost: {}", why);
      complained = batch.at();
    }
  }

  private void count(Outcome outcome, long n) {
    samples.labelValues(outcome.label()).inc(n);
  }

  /** Gives up what waits, and says within two seconds that the series have ended. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.interrupt();
    try {
      thread.join(GRACE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
