package dev.nines.engine.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * {@code /probe} against targets that mean no good. A problem names its seed; {@code
 * -Dnines.fuzz.seed=N} begins at another one, and {@code -Dnines.fuzz.cases=N} goes on for longer.
 */
class FuzzProbeIT {
  private static final int CASES = Integer.getInteger("nines.fuzz.cases", 300);
  private static final int AT_ONCE = 8;
  private static final long FIRST_SEED = Long.getLong("nines.fuzz.seed", 4_000);
  private static final double TIMEOUT_SECONDS = 0.5;

  /** What hanging up may take, beyond what the whole machine stands still. */
  private static final double MARGIN_SECONDS = 1;

  /** More than a busy machine does: then it was the garbage of a target. */
  private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(5);

  private static final long MOST_LIVE_BYTES = 100L << 20;
  private static final Duration LONGEST = Duration.ofMillis(CASES * 200L);

  private static final String MODULES =
      """
      modules:
        web: {prober: http, timeout: 500ms}
        packed:
          prober: http
          timeout: 500ms
          http: {compression: gzip, fail_if_body_not_matches_regexp: ['(a+)+$', hello]}
        limited:
          prober: http
          timeout: 500ms
          http: {compression: gzip, body_size_limit: 1MB, fail_if_body_matches_regexp: [hello]}
        json:
          prober: http
          timeout: 500ms
          http: {fail_if_body_json_not_matches_cel: 'body.a == 1'}
        headers:
          prober: http
          timeout: 500ms
          http: {fail_if_header_not_matches: [{header: X-1, regexp: '(.*)y$'}]}
        secure:
          prober: http
          timeout: 500ms
          http: {tls_config: {insecure_skip_verify: true}, fail_if_body_matches_regexp: [hello]}
        checked: {prober: http, timeout: 500ms, http: {tls_config: {ca_file: ${ca}}}}
        banner:
          prober: tcp
          timeout: 500ms
          tcp: {query_response: [{expect: '([$2\\x00]+)', send: '${1}', labels: [{name: a, value: '${1}'}]}, {expect_bytes: abc}]}
        starttls:
          prober: tcp
          timeout: 500ms
          tcp: {tls_config: {insecure_skip_verify: true}, query_response: [{expect: '^220', starttls: true}, {expect: OK}]}
        tls: {prober: tcp, timeout: 500ms, tcp: {tls: true, tls_config: {insecure_skip_verify: true}}}
      """;

  private static final Map<HostileTarget.Kind, List<String>> MODULES_OF =
      Map.of(
          HostileTarget.Kind.WEB, List.of("web", "packed", "limited", "json", "headers", "banner"),
          HostileTarget.Kind.SECURE_WEB, List.of("secure", "checked", "tls"),
          HostileTarget.Kind.HTTP_2, List.of("secure", "checked"),
          HostileTarget.Kind.MANGLED_TLS, List.of("secure", "checked", "tls"),
          HostileTarget.Kind.NO_TLS, List.of("secure", "tls", "starttls"),
          HostileTarget.Kind.BANNER, List.of("banner", "starttls", "web"));

  private static final Pattern LINE =
      Pattern.compile(
          "# (HELP|TYPE) [a-z_0-9]+ .*"
              + "|[a-z_0-9]+(\\{[a-z_0-9]+=\"([^\"\\\\\\n]|\\\\[\"\\\\n])*\""
              + "(,[a-z_0-9]+=\"([^\"\\\\\\n]|\\\\[\"\\\\n])*\")*})? (-?[0-9.]+(E-?[0-9]+)?|NaN)");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final List<String> reasons = new CopyOnWriteArrayList<>();
  private final AtomicLong live = new AtomicLong();
  private final AtomicLong standstill = new AtomicLong();
  private final Map<String, Double> seconds = new ConcurrentHashMap<>();
  @TempDir private Path folder;
  private Thread.UncaughtExceptionHandler before;
  private Zoo zoo;
  private ProbeServer nines;
  private List<SSLContext> contexts;

  @BeforeEach
  void start() throws Exception {
    zoo = new Zoo(folder);
    contexts = zoo.contexts();
    nines =
        ProbeServer.start(Files.writeString(folder.resolve("blackbox.yml"), zoo.filled(MODULES)));
    log.start();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> problems.add(thread + " let escape " + thrown));
  }

  @AfterEach
  void stop() throws IOException {
    Thread.setDefaultUncaughtExceptionHandler(before);
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).detachAppender(log);
    nines.close();
    zoo.close();
  }

  @Test
  void everyTargetGetsAVerdictOnTime(TestReporter reporter) throws Exception {
    reporter.publishEntry("first seed", Long.toString(FIRST_SEED));
    var scraper = new Scraper(nines.url());
    var idle = liveBytes();
    try (var cases = Executors.newFixedThreadPool(AT_ONCE);
        var sampler = Executors.newScheduledThreadPool(2)) {
      sampler.scheduleWithFixedDelay(
          () -> live.accumulateAndGet(liveBytes(), Math::max), 1, 1, TimeUnit.SECONDS);
      sampler.scheduleWithFixedDelay(
          new Metronome(), 0, Metronome.BEAT.toMillis(), TimeUnit.MILLISECONDS);
      LongStream.range(FIRST_SEED, FIRST_SEED + CASES)
          .forEach(seed -> cases.submit(() -> run(scraper, seed)));
      cases.shutdown();
      if (!cases.awaitTermination(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        problems.add("not over within " + LONGEST);
        cases.shutdownNow();
      }
    }

    reporter.publishEntry("bytes alive at once", Long.toString(live.get() - idle));
    var still = Duration.ofNanos(standstill.get());
    var most = TIMEOUT_SECONDS + MARGIN_SECONDS + still.toNanos() / 1e9;
    assertThat(problems).isEmpty();
    assertThat(seconds)
        .as("nothing ran for %s", still)
        .allSatisfy((what, took) -> assertThat(took).as(what).isLessThan(most));
    assertThat(still).as("nothing ran").isLessThan(LONGEST_STANDSTILL);
    assertThat(log.list.stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR)))
        .isEmpty();
    assertThat(live.get() - idle).as("bytes alive at once").isLessThan(MOST_LIVE_BYTES);
    assertThat(reasons).as("kinds of failures").hasSizeGreaterThan(CASES / 2);
  }

  private void run(Scraper scraper, long seed) {
    var random = new Random(seed);
    var kind = any(List.of(HostileTarget.Kind.values()), random);
    var module = any(MODULES_OF.get(kind), random);
    var what = "seed %d (%s, %s)".formatted(seed, kind, module);
    try (var target = new HostileTarget(kind, seed, contexts, zoo.port("https-12"))) {
      var secure =
          switch (kind) {
            case WEB, BANNER -> "http://";
            case SECURE_WEB, HTTP_2, MANGLED_TLS, NO_TLS -> "https://";
          };
      var tcp = List.of("banner", "starttls", "tls").contains(module);
      var query =
          Map.of("module", module, "target", (tcp ? "" : secure) + "127.0.0.1:" + target.port());
      check(what, scraper.ask(query, Map.of()));
    } catch (IOException | RuntimeException e) {
      problems.add(what + ": " + e);
    }
  }

  private void check(String what, Scraper.Answer answer) {
    if (answer.status() != 200) {
      problems.add("%s: status %d %s".formatted(what, answer.status(), answer.text()));
      return;
    }
    answer
        .text()
        .lines()
        .filter(line -> !LINE.matcher(line).matches())
        .forEach(line -> problems.add(what + ": no line of an exposition: " + line));
    var series = answer.exposition();
    var success = series.value("probe_success");
    if (success != 0 && success != 1) {
      problems.add(what + ": probe_success " + success);
    }
    seconds.put(what, series.value("probe_duration_seconds"));
    series.series().keySet().stream()
        .filter(name -> name.startsWith("probe_failure_info"))
        .forEach(name -> {
          reasons.add(name);
          if (name.contains("reason=prober")) {
            problems.add(what + ": " + name);
          }
        });
  }

  /** Notes by how much it is late itself, and when the thread of all deadlines is held up. */
  private final class Metronome implements Runnable {
    static final Duration BEAT = Duration.ofMillis(250);

    private long last = System.nanoTime();
    private boolean heldUp;

    @Override
    public void run() {
      var now = System.nanoTime();
      standstill.accumulateAndGet(now - last - BEAT.toNanos(), Math::max);
      last = now;
      var cutting =
          Thread.getAllStackTraces().entrySet().stream()
              .filter(thread -> thread.getKey().getName().equals("nines-probe-deadlines"))
              .map(thread -> List.of(thread.getValue()))
              .filter(stack -> stack.toString().contains("dev.nines.probe"))
              .findFirst();
      if (heldUp && cutting.isPresent()) {
        problems.add("the thread of all deadlines is held up at " + cutting.get());
      }
      heldUp = cutting.isPresent();
    }
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static long liveBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
