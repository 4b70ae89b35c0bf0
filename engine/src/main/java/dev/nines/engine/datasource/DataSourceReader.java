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
  private final Map<MetricReading, String> refused = new HashMap<>();
  private final Map<MetricReading, Instant> refusedAt = new HashMap<>();
  private boolean answers = true;
  private int first;
  private int firstBack;

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
      var reading = readings.get(first);
      first = (first + 1) % readings.size(); // one that holds up a round is the next one's last
      if (rests(reading, now)) {
        continue;
      }
      if (!goesOn(reading, reading.forward(now))) {
        return RETRY;
      }
      if (refused.containsKey(reading)) {
        refusedAt.put(reading, now);
      }
    }
    for (var i = 0; i < readings.size(); i++) {
      var reading = readings.get(firstBack);
      if (rests(reading, now)) {
        firstBack = (firstBack + 1) % readings.size();
        continue;
      }
      var outcome = reading.backward(now);
      if (!goesOn(reading, outcome)) {
        firstBack = (firstBack + 1) % readings.size();
        return RETRY;
      }
      if (refused.containsKey(reading)) {
        refusedAt.put(reading, now);
      }
      if (outcome instanceof Outcome.Read) {
        return BREATH;
      }
      firstBack = (firstBack + 1) % readings.size();
    }
    return PAUSE;
  }

  /** What was refused is asked again at its own pace, however fast others are filled. */
  private boolean rests(MetricReading reading, Instant now) {
    return refused.containsKey(reading)
        && now.isBefore(refusedAt.getOrDefault(reading, Instant.MIN).plus(RETRY));
  }

  /** Tells of changes once, and whether to ask another question. */
  private boolean goesOn(MetricReading reading, Outcome outcome) {
    switch (outcome) {
      case Outcome.Nothing() -> {}
      case Outcome.Read() -> {
        if (!answers) {
          LOG.info("the data source {} answers again", name);
        }
        answers = true;
        refused.remove(reading);
      }
      case Outcome.Failed(var why, var cause) -> {
        if (Thread.currentThread().isInterrupted()) {
          return false; // it is to stop, which says nothing of the source
        }
        return goesOn(reading, why, cause);
      }
    }
    return true;
  }

  private boolean goesOn(MetricReading reading, String why, Cause cause) {
    switch (cause) {
      case QUESTION, EITHER -> {
        if (!why.equals(refused.put(reading, why))) {
          LOG.warn("the data source {} gives no data for {}: {}", name, text(reading), why);
        }
      }
      case SOURCE -> {
        if (answers) {
          LOG.warn("the data source {} does not answer; it is asked again: {}", name, why);
        }
        answers = false;
      }
    }
    return cause == Cause.QUESTION;
  }

  private static String text(MetricReading reading) {
    return reading.question().text();
  }
}
