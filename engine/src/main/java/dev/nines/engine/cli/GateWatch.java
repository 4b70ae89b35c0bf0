package dev.nines.engine.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nines.engine.cli.GateClient.Asked;
import dev.nines.engine.gate.GateAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Is a service worse than it was when the watch began? Worse is an incident, a probe that is down,
 * or a budget that burns fast enough to page, which was not there then. Freezes and budgets that
 * are spent are no fault of a deployment. Where it is said when that began, what began since is
 * worse too, though the watch came later. Pure: it is shown answers and says what follows. Not
 * thread-safe.
 */
final class GateWatch {
  /** What a deployment can be the cause of, whatever its effect on the gate. */
  private static final Set<String> WORSE = Set.of("incident", "down");

  /** Of these the text tells more than the key. */
  private static final Set<String> CHANGING = Set.of("incident", "failing");

  private final String service;
  private final Duration patience;
  private final Map<String, JsonNode> before = new HashMap<>();
  private Map<String, JsonNode> now = new LinkedHashMap<>();
  private Optional<String> notKnown = Optional.empty();
  private Duration knownAt = Duration.ZERO;

  /**
   * Begins with what was answered before; gives up after so long without an answer.
   *
   * @param since when the deployment began; empty for the beginning of the watch
   */
  GateWatch(String service, JsonNode first, Optional<Instant> since, Duration patience) {
    this.service = service;
    this.patience = patience;
    now = reasons(first);
    before.putAll(now);
    since.ifPresent(begin -> before.values().removeIf(reason -> hasBegunSince(reason, begin)));
  }

  private static boolean hasBegunSince(JsonNode reason, Instant begin) {
    var since = reason.path("since");
    return since.isTextual() && !Instant.parse(since.asText()).isBefore(begin);
  }

  /**
   * What follows of an answer.
   *
   * @param changes a line for each thing that has changed
   * @param end what the watch ends with; empty to go on
   */
  record Step(List<String> changes, Optional<End> end) {}

  /**
   * The end of a watch.
   *
   * @param answer go where nothing is worse
   * @param sentence the same in one sentence, without the answer
   */
  record End(GateAnswer answer, String sentence) {}

  /** What follows of an answer that came so long after the beginning. */
  Step see(Asked asked, Duration at) {
    var changes = new ArrayList<String>();
    var unknown =
        switch (asked) {
          case Asked.Told(var answer) -> {
            changes.addAll(changes(reasons(answer)));
            yield unknown(now);
          }
          case Asked.Silent(var why) -> Optional.of(why);
          case Asked.Wrong(var why) -> Optional.of(why);
        };
    if (!unknown.equals(notKnown)) {
      changes.add(unknown.map(why -> "not known: " + why).orElse("known again"));
    }
    notKnown = unknown;
    if (unknown.isEmpty()) {
      knownAt = at;
    }
    var worse = now.values().stream().filter(this::isWorse).findFirst();
    if (worse.isPresent()) {
      return new Step(
          changes,
          Optional.of(
              new End(
                  GateAnswer.HOLD,
                  "%s is worse than before: %s".formatted(service, text(worse.get())))));
    }
    var lost = unknown.filter(_ -> at.minus(knownAt).compareTo(patience) >= 0);
    return new Step(changes, lost.map(why -> new End(GateAnswer.UNKNOWN, why)));
  }

  /** What follows when the time is over. */
  End over(Duration watched) {
    return notKnown
        .map(why -> new End(GateAnswer.UNKNOWN, why))
        .orElseGet(() ->
            new End(
                GateAnswer.GO,
                "%s is no worse than %d s ago%s"
                    .formatted(
                        service,
                        watched.toSeconds(),
                        now.values().stream()
                            .filter(GateWatch::hurts)
                            .findFirst()
                            .map(reason -> ", when it was not well: " + text(reason))
                            .orElse(""))));
  }

  private List<String> changes(Map<String, JsonNode> next) {
    var lines = new ArrayList<String>();
    next.forEach((key, reason) -> {
      var known = now.get(key);
      var changed =
          known == null || (CHANGING.contains(kind(reason)) && !text(known).equals(text(reason)));
      if (changed) {
        lines.add("now: " + text(reason));
      }
    });
    now.forEach((key, reason) -> {
      if (!next.containsKey(key)) {
        lines.add("no longer: " + text(reason));
      }
    });
    now = next;
    return lines;
  }

  private boolean isWorse(JsonNode reason) {
    return hurts(reason) && !before.containsKey(reason.path("key").asText());
  }

  private static boolean hurts(JsonNode reason) {
    return WORSE.contains(kind(reason))
        || (kind(reason).equals("burn") && reason.path("effect").asText().equals("hold"));
  }

  private static Optional<String> unknown(Map<String, JsonNode> reasons) {
    return reasons.values().stream()
        .filter(reason -> reason.path("effect").asText().equals("unknown"))
        .map(GateWatch::text)
        .findFirst();
  }

  private static Map<String, JsonNode> reasons(JsonNode answer) {
    var reasons = new LinkedHashMap<String, JsonNode>();
    answer.path("reasons").forEach(reason -> reasons.put(reason.path("key").asText(), reason));
    return reasons;
  }

  private static String kind(JsonNode reason) {
    return reason.path("kind").asText();
  }

  private static String text(JsonNode reason) {
    return reason.path("text").asText();
  }
}
