package dev.nines.engine.metrics;

import dev.nines.engine.series.DeclaredMetric;
import dev.nines.engine.series.MetricType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a metric's samples begin with and what stands above them, written once. Immutable. */
final class MetricText {
  /** Names are bounded: those of the catalogue, with a few windows where a name has one in it. */
  private static final Map<String, MetricText> KNOWN = new ConcurrentHashMap<>();

  private final String name;
  private final String baseName;
  private final MetricType type;
  private final String help;
  private final byte[] nameText;
  private final byte[] plainHead;
  private final byte[] openMetricsHead;

  private MetricText(String name, MetricType type, String help) {
    this.name = name;
    this.type = type;
    this.help = help;
    var suffix =
        switch (type) {
          case COUNTER -> "_total";
          case INFO -> "_info";
          case GAUGE, HISTOGRAM, SUMMARY -> "";
        };
    baseName = name.substring(0, name.length() - suffix.length());
    nameText = bytes(name);
    plainHead =
        bytes(help(name, false) + type(name, type == MetricType.INFO ? MetricType.GAUGE : type));
    openMetricsHead = bytes(type(baseName, type) + help(baseName, true));
  }

  static MetricText of(DeclaredMetric metric) {
    return of(metric.metricName(), metric);
  }

  /** Of a metric whose name is made by a pattern. */
  static MetricText of(String name, DeclaredMetric metric) {
    var known = KNOWN.get(name);
    return known == null
        ? KNOWN.computeIfAbsent(name, _ -> new MetricText(name, metric.type(), metric.help()))
        : known;
  }

  private static String type(String of, MetricType type) {
    return "# TYPE " + of + " " + type.label() + "\n";
  }

  private String help(String of, boolean openMetrics) {
    var line = new StringBuilder("# HELP ").append(of).append(' ');
    LabelText.escape(line, help, openMetrics);
    return line.append('\n').toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  String name() {
    return name;
  }

  /** The name without what the client and OpenMetrics add for the type. */
  String baseName() {
    return baseName;
  }

  MetricType type() {
    return type;
  }

  String help() {
    return help;
  }

  void appendHeadTo(TextBuffer out, boolean openMetrics) throws IOException {
    out.append(openMetrics ? openMetricsHead : plainHead);
  }

  void appendNameTo(TextBuffer out) throws IOException {
    out.append(nameText);
  }
}
