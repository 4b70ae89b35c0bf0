package dev.nines.engine.blackbox;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One scrape in Prometheus' text format.
 *
 * @param types the type of each family
 * @param help the help of each family
 * @param series each value by name and labels, the labels in order of their names
 */
record Exposition(Map<String, String> types, Map<String, String> help, Map<String, Double> series) {
  private static final Pattern SAMPLE = Pattern.compile("([a-z_0-9]+)(?:\\{(.*)})? ([^ ]+)");
  private static final Pattern LABEL = Pattern.compile("([a-z_0-9]+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  static Exposition parse(String text) {
    var types = new TreeMap<String, String>();
    var help = new TreeMap<String, String>();
    var series = new TreeMap<String, Double>();
    for (var line : text.lines().filter(line -> !line.isBlank()).toList()) {
      if (line.startsWith("# ")) {
        var words = line.split(" ", 4);
        (words[1].equals("TYPE") ? types : help).put(words[2], words[3]);
      } else {
        var sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
          throw new IllegalArgumentException("not a sample: " + line);
        }
        var labels = sample.group(2) == null ? "" : labels(sample.group(2));
        series.put(sample.group(1) + labels, Double.valueOf(number(sample.group(3))));
      }
    }
    return new Exposition(types, help, series);
  }

  private static String labels(String text) {
    var sorted = new TreeMap<String, String>();
    var label = LABEL.matcher(text);
    while (label.find()) {
      sorted.put(label.group(1), label.group(2));
    }
    return sorted.toString();
  }

  private static String number(String text) {
    return text.equals("+Inf") ? "Infinity" : text;
  }

  /** {@return the value of a series, NaN where it is absent} */
  double value(String name) {
    return series.getOrDefault(name, Double.NaN);
  }

  /** {@return the family that a series belongs to} */
  static String family(String series) {
    var brace = series.indexOf('{');
    return brace < 0 ? series : series.substring(0, brace);
  }
}
