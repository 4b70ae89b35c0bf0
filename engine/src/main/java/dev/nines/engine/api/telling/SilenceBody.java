package dev.nines.engine.api.telling;

import dev.nines.channel.ChannelSpec.Match;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.declarations.kinds.Words;
import dev.nines.engine.declarations.yaml.Shorthand;
import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads a silence that is sent, and says everything that is wrong with it at once. */
final class SilenceBody {
  private static final Set<String> KEYS =
      Set.of("services", "severities", "labels", "all", "start", "end", "duration", "reason");

  private static final Duration LONGEST = Duration.ofDays(365);

  private final SentBody body;

  private SilenceBody(SentBody body) {
    this.body = body;
  }

  /** Throws a problem with all faults where it is none. Without a start it begins now. */
  static Silence read(SentBody body, Catalog catalog, String author, Instant now) {
    return new SilenceBody(body).silence(catalog, author, now);
  }

  private Silence silence(Catalog catalog, String author, Instant now) {
    var match = match(catalog);
    if (body.at("all").asBoolean() != match.equals(Match.ALL)) {
      body.fault("all", "expected services, severities or labels, or all: true for everything");
    }
    var start = body.has("start") ? body.instant("start") : Optional.of(now);
    var end = end(start.orElse(now));
    if (end.filter(at -> !at.isAfter(now)).isPresent()) {
      body.fault("end", "must be after now: what was told cannot be taken back");
    } else if (start.isPresent() && end.isPresent() && !start.get().isBefore(end.get())) {
      body.fault("end", "must be after start");
    }
    var reason = body.text("reason");
    body.check(KEYS);
    return new Silence(
        "",
        match,
        new Interval(start.orElseThrow(), end.orElseThrow()),
        reason.orElseThrow(),
        author);
  }

  /** Where it ends, or how long it lasts: one of them. */
  private Optional<Instant> end(Instant start) {
    if (!body.has("duration")) {
      return body.instant("end");
    }
    if (body.has("end")) {
      body.fault("duration", "expected either end or duration");
    }
    return body.text("duration")
        .flatMap(text -> {
          var length =
              Shorthand.of(text).map(Shorthand::length).filter(l -> !l.minus(LONGEST).isPositive());
          if (length.isEmpty()) {
            body.fault(
                "duration",
                "expected whole minutes, hours, days or weeks, such as 30m, 4h or 7d, at most a year");
          }
          return length.map(start::plus);
        });
  }

  private Match match(Catalog catalog) {
    var known = catalog.services().stream().map(Service::name).toList();
    var services = body.names("services", "service", known);
    var severities =
        body.names("severities", "severity", Words.SEVERITIES.keySet()).stream()
            .map(Words.SEVERITIES::get)
            .collect(Collectors.toSet());
    return new Match(services, severities, labels());
  }

  private Map<String, Set<String>> labels() {
    var labels = new TreeMap<String, Set<String>>();
    if (!body.has("labels")) {
      return labels;
    }
    if (!body.at("labels").isObject()) {
      body.fault("labels", "expected an object of lists");
    }
    body.at("labels")
        .properties()
        .forEach(entry -> {
          var path = "labels." + entry.getKey();
          var values = body.texts(entry.getValue(), path);
          if (values.isEmpty()) {
            body.fault(path, "expected a list of texts, at least one");
          }
          labels.put(entry.getKey(), values);
        });
    return labels;
  }
}
