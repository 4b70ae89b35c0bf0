package dev.nines.engine.datasource;

import static java.util.Objects.requireNonNull;

import dev.nines.engine.alerts.BurnAlerts;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.DataSource;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.run.Prober.Fetched;
import dev.nines.slo.Sli;
import dev.nines.slo.Sli.Question;
import dev.nines.slo.Slo;
import io.prometheus.metrics.core.metrics.Counter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all data sources for what SLOs need, each on a thread of its own, so that a slow or dead one
 * holds up no other. Several instances may do so at once. Thread-safe.
 */
public final class DataSources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataSources.class);

  private final MetricLog log;
  private final Function<HttpSpec, Fetched> http;
  private final Counter requests;
  private final InstantSource clock;
  private final List<Thread> threads = new ArrayList<>();
  private volatile Map<Question, MetricReading> readings = Map.of();

  /**
   * Asks nobody yet.
   *
   * @param log keeps what is answered
   * @param http makes requests
   * @param requests counts them by {@code data_source} and {@code outcome}
   * @param clock wall-clock time
   */
  public DataSources(
      MetricLog log, Function<HttpSpec, Fetched> http, Counter requests, InstantSource clock) {
    this.log = log;
    this.http = http;
    this.requests = requests;
    this.clock = clock;
  }

  /**
   * Takes over what is declared.
   *
   * @param catalog the data sources, and the SLOs that ask them
   */
  public synchronized void serve(Catalog catalog) {
    close();
    var clients = clients(catalog, http, requests);
    var slos = questions(catalog);
    var next = new LinkedHashMap<Question, MetricReading>();
    reaches(catalog)
        .forEach((question, reach) ->
            next.put(
                question,
                new MetricReading(
                    question,
                    "SLO " + String.join(", ", slos.getOrDefault(question, List.of())),
                    reach,
                    log,
                    name -> requireNonNull(clients.get(name)))));
    readings = next;
    next.values().stream()
        .collect(Collectors.groupingBy(DataSources::source))
        .forEach((name, of) -> {
          var reader = new DataSourceReader(name, of);
          threads.add(
              Thread.ofVirtual().name("datasource-" + name).start(() -> keepReading(reader)));
        });
  }

  /** Who asks the declared sources, by name. */
  static Map<String, PrometheusClient> clients(
      Catalog catalog, Function<HttpSpec, Fetched> http, Counter requests) {
    return catalog.dataSources().stream()
        .collect(
            Collectors.toMap(
                DataSource::name,
                source ->
                    new PrometheusClient(source, PrometheusClient.Limits.DEFAULT, http, requests)));
  }

  /** What is asked, in the order of declaration, and for which SLOs. */
  static Map<Question, List<String>> questions(Catalog catalog) {
    var questions = new LinkedHashMap<Question, List<String>>();
    for (var slo : catalog.slos()) {
      for (var sli : slo.terms().stream().map(Slo.Term::sli).distinct().toList()) {
        if (sli instanceof Sli.Metric(var question)) {
          questions.computeIfAbsent(question, _ -> new ArrayList<>()).add(slo.name());
        }
      }
    }
    return questions;
  }

  /** A question that is put to two sources belongs to neither's thread. */
  private static String source(MetricReading reading) {
    return reading.question().queries().stream()
        .map(Sli.Query::dataSource)
        .distinct()
        .sorted()
        .collect(Collectors.joining("+"));
  }

  /** How far back each question is wanted, by all SLOs that ask it. */
  private static Map<Question, Duration> reaches(Catalog catalog) {
    var reaches = new LinkedHashMap<Question, Duration>();
    for (var slo : catalog.slos()) {
      for (var term : slo.terms()) {
        if (term.sli() instanceof Sli.Metric(var question)) {
          reaches.merge(question, reach(catalog, slo, term), (a, b) -> a.compareTo(b) > 0 ? a : b);
        }
      }
    }
    return reaches;
  }

  private static Duration reach(Catalog catalog, Slo slo, Slo.Term term) {
    return BurnAlerts.windowsOf(slo, catalog.alertPoliciesOf(slo.name())).stream()
        .map(window -> window.reach(term.objective().method()))
        .max(Duration::compareTo)
        .orElseThrow(); // its budget window is among them
  }

  /**
   * How far an SLI is read.
   *
   * @param question what is asked for it
   * @return its status; empty where no SLO asks it
   */
  public Optional<MetricStatus> status(Question question) {
    return Optional.ofNullable(readings.get(question)).map(MetricReading::status);
  }

  /** {@return the status of every question, by the names of the data sources it is put to} */
  public Map<String, List<MetricStatus>> statuses() {
    var statuses = new HashMap<String, List<MetricStatus>>();
    readings
        .values()
        .forEach(reading ->
            reading.question().queries().stream()
                .map(Sli.Query::dataSource)
                .distinct()
                .forEach(name ->
                    statuses.computeIfAbsent(name, _ -> new ArrayList<>()).add(reading.status())));
    return statuses;
  }

  private void keepReading(DataSourceReader reader) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        TimeUnit.NANOSECONDS.sleep(round(reader).toNanos());
      } catch (InterruptedException e) {
        return; // serve() or close() asks for it
      }
    }
  }

  private Duration round(DataSourceReader reader) {
    try {
      return reader.round(clock.instant());
    } catch (JdbiException e) {
      LOG.debug("what was read cannot be stored", e); // the result writer tells of the same outage
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) { // else what it stands on is being closed
        LOG.error("reading a data source failed in Nines itself", e);
      }
    }
    return DataSourceReader.RETRY;
  }

  /** Stops; what is under way is asked for again after the next start. */
  @Override
  public synchronized void close() {
    threads.forEach(Thread::interrupt);
    threads.clear();
  }
}
