package dev.nines.engine.datasource;

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
    for (var reading : readings) {
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
    for (var reading : readings) {
      if (rests(reading, now)) {
        continue;
      }
      var outcome = reading.backward(now);
      if (!goesOn(reading, outcome)) {
        return RETRY;
      }
      if (refused.containsKey(reading)) {
        refusedAt.put(reading, now);
      }
      if (outcome instanceof Outcome.Read) {
        return BREATH;
      }
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
      case Outcome.Failed(var why, var others) -> {
        if (Thread.currentThread().isInterrupted()) {
          return false; // it is to stop, which says nothing of the source
        }
        if (others) {
          if (!why.equals(refused.put(reading, why))) {
            LOG.warn("the data source {} gives no data for {}: {}", name, text(reading), why);
          }
          return true;
        }
        if (answers) {
          LOG.warn("the data source {} does not answer; it is asked again: {}", name, why);
        }
        answers = false;
        return false;
      }
    }
    return true;
  }

  private static String text(MetricReading reading) {
    return reading.question().text();
  }
}
