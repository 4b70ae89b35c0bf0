package dev.nines.engine.remotewrite;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.nines.engine.series.LabelPair;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorOutputStream;

/**
 * The samples of one time, written as remote write 1.0 has them: protobuf, in Snappy's block
 * format, in requests of bounded size. A series that was in the round before and is not in this one
 * ends with a stale marker, so that nobody takes its last value for the present.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">Remote write 1.0</a>
 */
final class Round implements SeriesReader.Series {
  /** Of a request; as many as Prometheus itself sends. */
  static final int MOST_SAMPLES = 2_000;

  /** Of a request before it is compressed. */
  static final int MOST_BYTES = 1 << 20;

  /** Of a round: their labels are held in memory, to tell when a series ends. */
  static final int MOST_SERIES = 100_000;

  private static final int MOST_USUAL = 256;
  private static final long STALE = 0x7ff0000000000002L;

  /** The fields of the protocol's messages. */
  private static final int REQUEST_SERIES = 1;

  private static final int SERIES_SAMPLE = 2;
  private static final int SAMPLE_VALUE = 1;
  private static final int SAMPLE_MILLIS = 2;

  private final Map<String, String> external;
  private final Map<ByteString, Instant> known;
  private final Instant at;
  private final List<Batch> batches = new ArrayList<>();
  private final ByteArrayOutputStream request = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(request);
  private int samples;
  private int bytes;
  private long leftOut;

  /**
   * Begins one.
   *
   * @param external labels that a series gets where it has none of that name
   * @param known when each series was last sent; this round's are put there
   * @param at its time
   */
  Round(Map<String, String> external, Map<ByteString, Instant> known, Instant at) {
    this.external = external;
    this.known = known;
    this.at = at;
  }

  @Override
  public void add(String name, Labels labels, String label, String text, double value) {
    var series = series(name, labels, label, text);
    if (known.size() >= MOST_SERIES && !known.containsKey(series)) {
      leftOut++;
      return;
    }
    known.put(series, at);
    add(series, Double.doubleToRawLongBits(value));
  }

  /** {@return what is to be sent} */
  List<Batch> end() {
    for (Iterator<Map.Entry<ByteString, Instant>> all = known.entrySet().iterator();
        all.hasNext(); ) {
      var series = all.next();
      if (!series.getValue().equals(at)) {
        add(series.getKey(), STALE);
        all.remove();
      }
    }
    endRequest();
    return batches;
  }

  /** {@return how many series there was no room for} */
  long leftOut() {
    return leftOut;
  }

  /** The labels as a series of the protocol begins, in the order that it wants. */
  private ByteString series(String name, Labels labels, String label, String text) {
    var all = new TreeMap<>(external);
    for (var i = 0; i < labels.size(); i++) {
      all.put(labels.getPrometheusName(i), labels.getValue(i));
    }
    all.put(label, text);
    all.put("__name__", name);
    all.remove("");
    all.values().removeIf(String::isEmpty); // such a label is none
    try {
      var bytes = ByteString.newOutput();
      var series = CodedOutputStream.newInstance(bytes, MOST_USUAL);
      for (var pair : all.entrySet()) {
        LabelPair.write(series, pair.getKey(), pair.getValue());
      }
      series.flush();
      return bytes.toByteString();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no device
    }
  }

  private void add(ByteString series, long value) {
    var millis = at.toEpochMilli();
    var ofSample =
        CodedOutputStream.computeFixed64Size(SAMPLE_VALUE, value)
            + CodedOutputStream.computeInt64Size(SAMPLE_MILLIS, millis);
    var ofSeries =
        series.size()
            + CodedOutputStream.computeTagSize(SERIES_SAMPLE)
            + CodedOutputStream.computeUInt32SizeNoTag(ofSample)
            + ofSample;
    if (samples == MOST_SAMPLES || bytes + ofSeries > MOST_BYTES) {
      endRequest();
    }
    try {
      out.writeTag(REQUEST_SERIES, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(ofSeries);
      out.writeRawBytes(series);
      out.writeTag(SERIES_SAMPLE, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(ofSample);
      out.writeFixed64(SAMPLE_VALUE, value); // a double's bits, of which one is no number
      out.writeInt64(SAMPLE_MILLIS, millis);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no device
    }
    samples++;
    bytes += ofSeries;
  }

  private void endRequest() {
    if (samples == 0) {
      return;
    }
    try {
      out.flush();
      batches.add(new Batch(at, samples, compressed(request.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no device
    }
    request.reset();
    samples = 0;
    bytes = 0;
  }

  private static ByteString compressed(byte[] plain) throws IOException {
    var compressed = ByteString.newOutput();
    try (var snappy = new SnappyCompressorOutputStream(compressed, plain.length)) {
      snappy.write(plain);
    }
    return compressed.toByteString();
  }
}
