package dev.nines.engine.datasource;

import dev.nines.engine.datasource.MetricReading.Cause;
import dev.nines.engine.datasource.MetricReading.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all questions to one data source, one request at a time. New minutes of all questions come
 * before old ones of any. Not thread-safe.
 */
final class DataSourceReader {
  /** How soon after a round there is a look for new minutes. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  /** How soon a source is asked again that did not answer. */
  static final Duration RETRY = Duration.ofSeconds(15);

  /** Back-filling leaves the source some time for others. */
  static final Duration BREATH = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(DataSourceReader.class);

  private final String name;
  private final List<MetricReading> readings;
  private final Map<Ask, Refusal> refused = new HashMap<>();
  private boolean answers = true;
  private int first;
  private int firstBack;

  /** New minutes and old ones are refused apart: a source may have one and not the other. */
  private record Ask(MetricReading reading, boolean back) {}

  /** Why, and until when it is not asked for again. */
  private record Refusal(String why, Instant restsUntil) {}

  DataSourceReader(String name, List<MetricReading> readings) {
    this.name = name;
    this.readings = List.copyOf(readings);
  }

  /**
   * Reads the minutes that have passed of every question, then older ones of one.
   *
   * @return when to read again
   */
  Duration round(Instant now) {
    for (var i = 0; i < readings.size(); i++) {
      var ask = new Ask(readings.get(first), false);
      first = (first + 1) % readings.size(); // one that holds up a round is the next one's last
      if (!rests(ask, now) && !goesOn(ask, ask.reading.forward(now), now)) {
        return RETRY;
      }
    }
    for (var i = 0; i < readings.size(); i++) {
      var ask = new Ask(readings.get(firstBack), true);
      var outcome = backward(ask, now);
      if (outcome instanceof Outcome.Read) {
        goesOn(ask, outcome, now);
        return BREATH;
      }
      firstBack = (firstBack + 1) % readings.size();
      if (!goesOn(ask, outcome, now)) {
        return RETRY;
      }
    }
    return PAUSE;
  }

  /** Of what is refused for new minutes old ones are not asked for. */
  private Outcome backward(Ask ask, Instant now) {
    return rests(ask, now) || refused.containsKey(new Ask(ask.reading, false))
        ? new Outcome.Nothing()
        : ask.reading.backward(now);
  }

  /** What was refused is asked again at its own pace, however fast others are filled. */
  private boolean rests(Ask ask, Instant now) {
    var refusal = refused.get(ask);
    return refusal != null && now.isBefore(refusal.restsUntil);
  }

  /** Tells of changes once, and whether to ask another question. */
  private boolean goesOn(Ask ask, Outcome outcome, Instant now) {
    switch (outcome) {
      case Outcome.Nothing() -> {}
      case Outcome.Read() -> {
        if (!answers) {
          LOG.info("the data source {} answers again", name);
        }
        answers = true;
        refused.remove(ask);
      }
      case Outcome.Failed(var why, var cause) -> {
        if (Thread.currentThread().isInterrupted()) {
          return false; // it is to stop, which says nothing of the source
        }
        return goesOn(ask, why, cause, now);
      }
    }
    return true;
  }

  private boolean goesOn(Ask ask, String why, Cause cause, Instant now) {
    switch (cause) {
      case QUESTION -> refuse(ask, why, now.plus(RETRY));
      case EITHER -> refuse(ask, why, now);
      case SOURCE -> {
        if (answers) {
          LOG.warn("the data source {} does not answer; it is asked again: {}", name, why);
        }
        answers = false;
      }
    }
    return cause == Cause.QUESTION;
  }

  private void refuse(Ask ask, String why, Instant restsUntil) {
    var before = refused.put(ask, new Refusal(why, restsUntil));
    if (before == null || !before.why.equals(why)) {
      LOG.warn(
          "the data source {} gives no {} for {}: {}",
          name,
          ask.back ? "older data" : "data",
          ask.reading.question().text(),
          why);
    }
  }
}
