package dev.nines.engine.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A label set that is written once for all the series that have it. Immutable. */
final class LabelText {
  static final LabelText NONE = of(Labels.EMPTY);

  private final Labels labels;
  private final byte[] text;

  /** For who asks for it: seldom anybody. Written twice, it is the same. */
  private byte @Nullable [] protobuf;

  private LabelText(Labels labels, byte[] text) {
    this.labels = labels;
    this.text = text;
  }

  static LabelText of(Labels labels) {
    var text = new StringBuilder();
    for (var i = 0; i < labels.size(); i++) {
      text.append(i == 0 ? "" : ",").append(labels.getPrometheusName(i)).append("=\"");
      escape(text, labels.getValue(i), true);
      text.append('"');
    }
    return new LabelText(labels, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Names and values in turn. */
  static LabelText of(String... namesAndValues) {
    return of(Labels.of(namesAndValues));
  }

  boolean isEmpty() {
    return text.length == 0;
  }

  Labels labels() {
    return labels;
  }

  /** These labels and others of other names. */
  Labels with(LabelText more) {
    return more.isEmpty() ? labels : labels.merge(more.labels);
  }

  /** As in the text formats, without braces. */
  void appendTo(TextBuffer out) throws IOException {
    out.append(text);
  }

  /** {@return the same as fields of a metric} */
  byte[] protobuf() {
    if (protobuf == null) {
      protobuf = ColumnProtobuf.labels(labels);
    }
    return protobuf;
  }

  /** As the text formats want what stands in quotes; quotes themselves only there. */
  static void escape(StringBuilder out, String text, boolean quotes) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '"' -> out.append(quotes ? "\\\"" : "\"");
        default -> out.append(c);
      }
    }
  }
}
