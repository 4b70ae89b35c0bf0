package dev.nines.engine.reports;

import dev.nines.probe.Failure;
import dev.nines.probe.HopFacts;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.slo.time.Seconds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What happened in one run, line by line in logfmt as blackbox_exporter has it.
 *
 * @param module the module's name
 * @param target what was probed, for people
 * @param run what was seen
 * @param began when it began
 */
record LogLines(String module, String target, ProbeRun run, Instant began) {
  private static final Pattern BARE = Pattern.compile("[^\\s\"=\\\\\\p{Cc}]+");

  List<String> of(String prober, Duration timeout) {
    var lines = new ArrayList<String>();
    var asked = new LinkedHashMap<String, Object>();
    asked.put("probe", prober);
    asked.put("timeout_seconds", Seconds.of(timeout));
    lines.add(line(0, "info", "Beginning probe", asked));
    var spans = run.phases();
    for (var i = 0; i < spans.size(); i++) {
      lines.add(line(spans.get(i).endNanos(), "info", "Phase over", seen(i, spans)));
      redirect(spans.get(i), spans.subList(i + 1, spans.size())).ifPresent(lines::add);
    }
    lines.add(verdict());
    return lines;
  }

  /** {@return where the hop led whose last phase this is} */
  private Optional<String> redirect(PhaseSpan span, List<PhaseSpan> later) {
    var here = hop(span.hop());
    var next = hop(span.hop() + 1);
    if (here.isEmpty()
        || next.isEmpty()
        || later.stream().anyMatch(other -> other.hop() == span.hop())) {
      return Optional.empty();
    }
    var seen = new LinkedHashMap<String, Object>();
    seen.put("hop", span.hop());
    seen.put("url", here.get().url());
    here.get().status().ifPresent(status -> seen.put("status_code", status));
    seen.put("location", next.get().url());
    return Optional.of(line(span.endNanos(), "info", "Redirected", seen));
  }

  private Optional<HopFacts> hop(int number) {
    return run.hops().stream().filter(hop -> hop.hop() == number).findFirst();
  }

  /**
   * The address is that of the first hop and of redirects; what was settled and answered, that of
   * the last.
   */
  private Map<String, Object> seen(int index, List<PhaseSpan> spans) {
    var span = spans.get(index);
    var seen = new LinkedHashMap<String, Object>();
    seen.put("phase", span.phase().label());
    seen.put("hop", span.hop());
    seen.put("duration_seconds", Seconds.ofNanos(span.nanos()));
    if (span.phase() == Phase.RESOLVE) {
      var address =
          hop(span.hop())
              .flatMap(HopFacts::address)
              .or(() -> run.address().filter(_ -> index == 0));
      address.ifPresent(at -> seen.put("ip", at.getHostAddress()));
    }
    var last =
        spans.subList(index + 1, spans.size()).stream()
            .noneMatch(later -> later.phase() == span.phase());
    if (last && span.phase() == Phase.TLS) {
      run.tls()
          .ifPresent(tls -> {
            seen.put("version", tls.version());
            seen.put("cipher", tls.cipher());
            seen.put("subject", tls.subject());
          });
    }
    if (last && span.phase() == Phase.PROCESSING) {
      run.http()
          .filter(http -> http.status() > 0)
          .ifPresent(http -> seen.put("status_code", http.status()));
    }
    return seen;
  }

  private String verdict() {
    return switch (run.outcome()) {
      case ProbeOutcome.Up _ -> end("info", "Probe succeeded", Map.of());
      case ProbeOutcome.Degraded(var finding) ->
          end("warn", "Probe succeeded, but slowly", why(finding));
      case ProbeOutcome.Failed(var failure) -> end("error", "Probe failed", why(failure));
    };
  }

  private String end(String level, String message, Map<String, Object> why) {
    var fields = new LinkedHashMap<>(why);
    fields.put("duration_seconds", Seconds.ofNanos(run.durationNanos()));
    return line(run.durationNanos(), level, message, fields);
  }

  private static Map<String, Object> why(Failure failure) {
    var why = new LinkedHashMap<String, Object>();
    why.put("phase", failure.phase().label());
    why.put("reason", failure.reason().label());
    why.put("err", failure.detail());
    return why;
  }

  private String line(long nanos, String level, String message, Map<String, Object> more) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("ts", began.plusNanos(nanos));
    fields.put("module", module);
    fields.put("target", target);
    fields.put("level", level);
    fields.put("msg", message);
    fields.putAll(more);
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + value(field.getValue().toString()))
        .collect(Collectors.joining(" "));
  }

  /** A line stays a line, whatever a target may say. */
  private static String value(String text) {
    return BARE.matcher(text).matches()
        ? text
        : "\"" + text.replaceAll("\\p{Cc}", "?").replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
