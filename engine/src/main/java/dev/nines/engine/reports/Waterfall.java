package dev.nines.engine.reports;

import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeRun;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * When each phase of each hop took place, as bars on one scale.
 *
 * @param spans the phases
 * @param nanos how long the whole scale is, above zero
 */
record Waterfall(List<PhaseSpan> spans, long nanos) {
  /** Keeps a line within the 80 columns of a terminal. */
  private static final int WIDTH = 32;

  static Waterfall of(ProbeRun run) {
    var last = run.phases().stream().mapToLong(PhaseSpan::endNanos).max().orElse(0);
    return new Waterfall(run.phases(), Math.max(1, Math.max(last, run.durationNanos())));
  }

  List<String> lines() {
    var header = "  hop  phase       %s  %11s  %11s".formatted(" ".repeat(WIDTH + 2), "at", "for");
    return Stream.concat(Stream.of(header), spans.stream().map(this::line)).toList();
  }

  private String line(PhaseSpan span) {
    return String.format(
        Locale.ROOT,
        "  %3d  %-10s  |%s|  %8.1f ms  %8.1f ms",
        span.hop(),
        span.phase().label(),
        bar(span),
        span.startNanos() / 1e6,
        span.nanos() / 1e6);
  }

  /** However short a phase was, it can be seen. */
  private String bar(PhaseSpan span) {
    var from = Math.min(WIDTH - 1, (int) ((double) span.startNanos() / nanos * WIDTH));
    var to = (int) Math.ceil((double) span.endNanos() / nanos * WIDTH);
    var length = Math.max(1, to - from);
    return " ".repeat(from) + "=".repeat(length) + " ".repeat(WIDTH - from - length);
  }
}
