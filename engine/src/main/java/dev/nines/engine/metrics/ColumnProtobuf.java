package dev.nines.engine.metrics;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.nines.engine.metrics.Rendering.Column;
import dev.nines.engine.series.LabelPair;
import dev.nines.engine.series.MetricType;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes columns as protobuf, as the Prometheus client does but for the order, which means nothing.
 *
 * @param out where to
 * @see <a href="https://github.com/prometheus/client_model">The messages</a>
 */
record ColumnProtobuf(CodedOutputStream out) {
  /** The fields of the messages. */
  private static final int FAMILY_NAME = 1;

  private static final int FAMILY_HELP = 2;
  private static final int FAMILY_TYPE = 3;
  private static final int FAMILY_METRIC = 4;
  private static final int METRIC_GAUGE = 2;
  private static final int METRIC_COUNTER = 3;
  private static final int VALUE = 1;

  /** The types that have one value. */
  private static final int COUNTER = 0;

  private static final int GAUGE = 1;

  private static final int SIZE_OF_VALUE = CodedOutputStream.computeDoubleSize(VALUE, 0);
  private static final int SIZE_OF_MESSAGE =
      CodedOutputStream.computeTagSize(METRIC_GAUGE)
          + CodedOutputStream.computeUInt32SizeNoTag(SIZE_OF_VALUE)
          + SIZE_OF_VALUE;

  void write(Rendering rendering) throws IOException {
    for (var column : rendering.columns()) {
      family(column);
    }
    out.flush();
  }

  private void family(Column column) throws IOException {
    var metric = column.metric();
    var counter = metric.type() == MetricType.COUNTER;
    var type = counter ? COUNTER : GAUGE; // an info is a gauge too
    var size =
        CodedOutputStream.computeStringSize(FAMILY_NAME, metric.name())
            + CodedOutputStream.computeStringSize(FAMILY_HELP, metric.help())
            + CodedOutputStream.computeEnumSize(FAMILY_TYPE, type);
    for (var i = 0; i < column.size(); i++) {
      var ofMetric = size(column, i);
      size +=
          CodedOutputStream.computeTagSize(FAMILY_METRIC)
              + CodedOutputStream.computeUInt32SizeNoTag(ofMetric)
              + ofMetric;
    }
    out.writeUInt32NoTag(size);
    out.writeString(FAMILY_NAME, metric.name());
    out.writeString(FAMILY_HELP, metric.help());
    out.writeEnum(FAMILY_TYPE, type);
    for (var i = 0; i < column.size(); i++) {
      out.writeTag(FAMILY_METRIC, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(size(column, i));
      out.writeRawBytes(column.labels(i).protobuf());
      out.writeRawBytes(column.more(i).protobuf());
      out.writeTag(counter ? METRIC_COUNTER : METRIC_GAUGE, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(SIZE_OF_VALUE);
      out.writeDouble(VALUE, column.value(i));
    }
  }

  private static int size(Column column, int i) {
    return column.labels(i).protobuf().length + column.more(i).protobuf().length + SIZE_OF_MESSAGE;
  }

  /** Labels as the fields of a metric, of whichever it is. */
  static byte[] labels(Labels labels) {
    var bytes = new ByteArrayOutputStream();
    try {
      var out = CodedOutputStream.newInstance(bytes);
      for (var i = 0; i < labels.size(); i++) {
        LabelPair.write(out, labels.getPrometheusName(i), labels.getValue(i));
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no device
    }
    return bytes.toByteArray();
  }
}
