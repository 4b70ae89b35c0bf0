package dev.nines.engine.evidence;

import dev.nines.probe.Answer;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Header;
import dev.nines.probe.HopFacts;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.StepRun;
import dev.nines.probe.TlsFacts;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Failed runs made up for tests. */
public final class SeenRuns {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private SeenRuns() {}

  /** A page that is out of order, behind a redirect and a certificate of nine more days. */
  public static ProbeRun outOfOrder() {
    return run(
        new Failure(Phase.TRANSFER, FailureReason.STATUS, "status is 503, not 2xx"),
        List.of(
            span(Phase.RESOLVE, 0, 0, 2),
            span(Phase.CONNECT, 0, 2, 14),
            span(Phase.TLS, 0, 14, 45),
            span(Phase.PROCESSING, 0, 45, 120),
            span(Phase.RESOLVE, 1, 121, 122),
            span(Phase.CONNECT, 1, 122, 134),
            span(Phase.TLS, 1, 134, 160),
            span(Phase.PROCESSING, 1, 160, 400),
            span(Phase.TRANSFER, 1, 400, 412)),
        Optional.of(new HttpFacts(503, 1.1, 1, 34, 34, true, Optional.empty())),
        Optional.of(
            new Answer(
                List.of(
                    Header.of("Content-Type", "text/html; charset=utf-8"),
                    Header.of("Retry-After", "120"),
                    Header.of("Set-Cookie", "session=<secret>")),
                "<h1>Back soon</h1><script>alert(1)</script>")),
        List.of(),
        List.of(hop(0, "https://shop.test/", 302), hop(1, "https://shop.test/<b>", 503)));
  }

  /** A transaction that fails in its second step. */
  public static ProbeRun secondStepFailed() {
    var failure =
        new Failure(Phase.PROCESSING, FailureReason.TIMEOUT, "no byte of an answer within 2s");
    return run(
        failure,
        List.of(
            span(Phase.CONNECT, 0, 0, 5),
            span(Phase.PROCESSING, 0, 5, 80),
            span(Phase.CONNECT, 1, 81, 85),
            span(Phase.PROCESSING, 1, 85, 2_000)),
        Optional.empty(),
        Optional.empty(),
        List.of(
            new StepRun("log in", new ProbeOutcome.Up(), Optional.of(200), 0, 0, 81_000_000),
            new StepRun(
                "<b>pay</b>",
                new ProbeOutcome.Failed(failure),
                Optional.empty(),
                1,
                1,
                1_919_000_000)),
        List.of());
  }

  /** Anything that a target may send, and more of it than is kept. */
  public static ProbeRun random(Random random) {
    var headers = new ArrayList<Header>();
    for (var i = random.nextInt(100); i > 0; i--) {
      headers.add(Header.of(text(random, 200), text(random, 600)));
    }
    var spans = new ArrayList<PhaseSpan>();
    for (var i = random.nextInt(200); i > 0; i--) {
      var start = random.nextLong(3_600_000_000_000L);
      spans.add(
          new PhaseSpan(
              Phase.values()[random.nextInt(5)],
              random.nextInt(500),
              start,
              start + random.nextLong(3_600_000_000_000L)));
    }
    var steps = new ArrayList<StepRun>();
    for (var i = random.nextInt(60); i > 0; i--) {
      steps.add(
          new StepRun(
              text(random, 100),
              random.nextBoolean()
                  ? new ProbeOutcome.Up()
                  : new ProbeOutcome.Failed(failure(random)),
              random.nextBoolean() ? Optional.empty() : Optional.of(random.nextInt(1_000)),
              random.nextInt(50),
              random.nextInt(50),
              random.nextLong(3_600_000_000_000L)));
    }
    var hops = new ArrayList<HopFacts>();
    for (var i = random.nextInt(30); i > 0; i--) {
      hops.add(hop(random.nextInt(500), text(random, 600), random.nextInt(1_000)));
    }
    return run(
        failure(random),
        spans,
        Optional.of(
            new HttpFacts(
                random.nextInt(1_000),
                1.1,
                random.nextInt(),
                random.nextLong(),
                random.nextLong(),
                random.nextBoolean(),
                Optional.of(Instant.ofEpochMilli(random.nextLong(1L << 50))))),
        Optional.of(
            new Answer(headers, text(random, 5_000), List.of("body withheld: " + "x".repeat(50)))),
        steps,
        hops);
  }

  /**
   * Every code unit may come up: NUL, controls, halves of pairs, quotes; now and then all at once.
   */
  public static String text(Random random, int most) {
    var text = new StringBuilder();
    var wild = random.nextInt(4);
    for (var i = random.nextInt(most); i > 0; i--) {
      switch (wild) {
        case 0 -> text.append((char) random.nextInt(0x80));
        case 1 -> text.append((char) random.nextInt(0x10000));
        case 2 -> text.appendCodePoint(0x1F600 + random.nextInt(80));
        default -> text.append(random.nextBoolean() ? '"' : '\\');
      }
    }
    return text.toString();
  }

  private static Failure failure(Random random) {
    return new Failure(Phase.PROCESSING, FailureReason.PROTOCOL, text(random, 400));
  }

  private static PhaseSpan span(Phase phase, int hop, int from, int to) {
    return new PhaseSpan(
        phase, hop, Duration.ofMillis(from).toNanos(), Duration.ofMillis(to).toNanos());
  }

  private static ProbeRun run(
      Failure failure,
      List<PhaseSpan> spans,
      Optional<HttpFacts> http,
      Optional<Answer> answer,
      List<StepRun> steps,
      List<HopFacts> hops) {
    var tls =
        http.map(_ ->
            new TlsFacts(
                "TLS 1.3",
                "TLS_AES_128_GCM_SHA256",
                "CN=shop.test",
                "CN=Test CA",
                "shop.test",
                "1",
                "ab",
                NOON.plus(Duration.ofDays(9)),
                NOON.plus(Duration.ofDays(9)),
                Instant.MIN));
    return new ProbeRun(
        new ProbeOutcome.Failed(failure),
        spans.stream().mapToLong(PhaseSpan::endNanos).max().orElse(0),
        spans,
        Optional.of(InetAddress.getLoopbackAddress()),
        http,
        tls,
        Map.of(),
        Set.of(),
        answer,
        steps,
        hops);
  }

  private static HopFacts hop(int number, String url, int status) {
    return new HopFacts(
        number, url, Optional.of(InetAddress.getLoopbackAddress()), Optional.of(status));
  }
}
