package dev.nines.engine.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;
import org.junit.jupiter.api.Test;

class RoundTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
  private static final Labels SHOP = Labels.of("service", "shop");
  private final Map<ByteString, Instant> known = new HashMap<>();

  @Test
  void labelsAreInOrder_andItsOwnGoOverThoseOfThisInstance() {
    var round = new Round(Map.of("instance", "here", "job", "nines", "zone", ""), known, NOON);
    round.add("up", Labels.of("service", "shop", "job", "own", "empty", ""), "Le", "0.5", 0.25);

    assertThat(written(round.end()))
        .containsExactly(
            "Le=0.5 __name__=up instance=here job=own service=shop = 0.25 @" + NOON.toEpochMilli());
  }

  @Test
  void seriesThatIsNoLongerThereEndsOnce() {
    var first = round(0);
    first.add("up", SHOP, "", "", 1);
    first.add("down", SHOP, "", "", 0);
    first.end();
    var second = round(1);
    second.add("down", SHOP, "", "", 1);

    assertThat(written(second.end()))
        .hasSize(2)
        .anyMatch(text -> text.startsWith("__name__=down service=shop = 1.0 @"))
        .anyMatch(text -> text.startsWith("__name__=up service=shop = stale @"));
    assertThat(written(round(2).end())).hasSize(1);
    assertThat(round(3).end()).isEmpty();
  }

  @Test
  void requestsAreOfBoundedSize() {
    var round = round(0);
    for (var i = 0; i < 2 * Round.MOST_SAMPLES + 1; i++) {
      round.add("n", Labels.of("i", "x".repeat(i % 7) + i), "", "", i);
    }
    var batches = round.end();
    var large = new Round(Map.of(), new HashMap<>(), NOON);
    for (var i = 0; i < 5; i++) {
      large.add("n", Labels.of("i", i + "x".repeat(Round.MOST_BYTES / 3)), "", "", i);
    }

    assertThat(batches)
        .extracting(Batch::samples)
        .containsExactly(Round.MOST_SAMPLES, Round.MOST_SAMPLES, 1);
    assertThat(written(batches)).hasSize(2 * Round.MOST_SAMPLES + 1).doesNotHaveDuplicates();
    assertThat(batches.getFirst().body().size()).isLessThan(Round.MOST_SAMPLES * 30);
    assertThat(large.end().subList(0, 2)).extracting(Batch::samples).containsExactly(2, 2);
  }

  @Test
  void seriesAreBounded_andThoseThatWereThereGoOn() {
    var first = round(0);
    for (var i = 0; i < Round.MOST_SERIES; i++) {
      first.add("n", Labels.of("i", Integer.toString(i)), "", "", i);
    }
    first.end();
    var second = round(1);
    second.add("n", Labels.of("i", "7"), "", "", 7);
    second.add("new", SHOP, "", "", 1);

    assertThat(first.leftOut()).isZero();
    assertThat(second.leftOut()).isOne();
  }

  private Round round(int minute) {
    return new Round(Map.of(), known, NOON.plusSeconds(60L * minute));
  }

  /** Read by the protocol's field numbers, and by nothing of what wrote it. */
  private static List<String> written(List<Batch> batches) {
    var all = new ArrayList<String>();
    for (var batch : batches) {
      fields(plain(batch.body()), 1).forEach(series -> all.add(series(series)));
    }
    return all;
  }

  private static String series(ByteString series) {
    var text = new StringBuilder();
    for (var label : fields(series, 1)) {
      text.append(fields(label, 1).getFirst().toStringUtf8())
          .append('=')
          .append(fields(label, 2).getFirst().toStringUtf8())
          .append(' ');
    }
    var sample = parsed(fields(series, 2).getFirst());
    var bits = sample.getField(1).getFixed64List().getFirst();
    return text.append("= ")
        .append(
            bits == 0x7ff0000000000002L ? "stale" : Double.toString(Double.longBitsToDouble(bits)))
        .append(" @")
        .append(sample.getField(2).getVarintList().getFirst())
        .toString();
  }

  private static List<ByteString> fields(ByteString message, int number) {
    return parsed(message).getField(number).getLengthDelimitedList();
  }

  private static UnknownFieldSet parsed(ByteString message) {
    try {
      return UnknownFieldSet.parseFrom(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteString plain(ByteString body) {
    try (var snappy = new SnappyCompressorInputStream(body.newInput())) {
      return ByteString.readFrom(snappy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
