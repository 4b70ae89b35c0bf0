package dev.nines.engine.datasource;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nines.probe.Answer;
import dev.nines.probe.Content;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.run.Prober.Fetched;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers from values of minutes, without a network. */
final class FakePrometheus implements Function<HttpSpec, Fetched> {
  private final Map<String, TreeMap<Long, Double>> values = new ConcurrentHashMap<>();
  final List<String> asked = new ArrayList<>();
  final Set<String> slow = new HashSet<>();
  long refusesBefore = Long.MIN_VALUE;
  boolean down;

  /** What the query gives at the end of a minute. */
  void put(String query, long minute, double value) {
    values.computeIfAbsent(query, _ -> new TreeMap<>()).put(minute, value);
  }

  /** A query of which no value was ever put is refused, and one for too long ago. */
  @Override
  public Fetched apply(HttpSpec spec) {
    var form =
        Arrays.stream(
                ((Content.Text) spec.module().request().body().orElseThrow()).text().split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
    var query = form.get("query");
    asked.add(query);
    if (down) {
      return failed(Phase.CONNECT, FailureReason.CONNECTION_REFUSED, "down");
    }
    if (slow.contains(query)) {
      return failed(Phase.PROCESSING, FailureReason.TIMEOUT, "no answer within 30 s");
    }
    var series = values.get(query);
    var from = Long.parseLong(form.get("start")) / 60 - 1;
    if (series == null || from < refusesBefore) {
      return failed(Phase.PROCESSING, FailureReason.STATUS, "status 400, expected a 2xx");
    }
    var to = Long.parseLong(form.get("end")) / 60;
    var json =
        series.subMap(from, to).entrySet().stream()
            .map(e -> "[%d,\"%s\"]".formatted((e.getKey() + 1) * 60, e.getValue()))
            .collect(
                Collectors.joining(
                    ",",
                    "{\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[",
                    "]}]}}"));
    return new Fetched(run(new ProbeOutcome.Up()), json.getBytes(UTF_8));
  }

  private static Fetched failed(Phase phase, FailureReason reason, String detail) {
    var run = run(new ProbeOutcome.Failed(new Failure(phase, reason, detail)));
    return new Fetched(
        run.with(Optional.of(new Answer(List.of(), "{\"error\":\"bad query\"}"))), new byte[0]);
  }

  private static ProbeRun run(ProbeOutcome outcome) {
    return new ProbeRun(
        outcome,
        0,
        List.of(),
        Optional.empty(),
        Optional.of(new HttpFacts(400, 1.1, 0, 0, 0, false, Optional.empty())),
        Optional.empty());
  }
}
