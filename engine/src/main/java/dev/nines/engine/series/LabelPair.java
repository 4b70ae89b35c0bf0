package dev.nines.engine.series;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * A label in Prometheus' protobufs: the metrics of an exposition and the series of remote write
 * have it alike, as their first field.
 */
public final class LabelPair {
  private static final int FIELD = 1;
  private static final int NAME = 1;
  private static final int VALUE = 2;

  private LabelPair() {}

  /**
   * Writes one.
   *
   * @param out a metric or a series
   * @param name the label's name
   * @param value its value
   * @throws IOException if that does not take it
   */
  public static void write(CodedOutputStream out, String name, String value) throws IOException {
    out.writeTag(FIELD, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(
        CodedOutputStream.computeStringSize(NAME, name)
            + CodedOutputStream.computeStringSize(VALUE, value));
    out.writeString(NAME, name);
    out.writeString(VALUE, value);
  }
}
