package dev.nines.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextBufferTest {
  private static final int SIZE = 32 * 1024;

  @Test
  void numbersAreWrittenAsJavaWritesThem() throws IOException {
    var random = new Random(8);
    for (var round = 0; round < 100_000; round++) {
      var value =
          switch (round % 5) {
            case 0 -> (double) random.nextInt(20_000_000);
            case 1 -> -random.nextInt(100);
            case 2 -> random.nextDouble();
            case 3 -> Double.longBitsToDouble(random.nextLong());
            default -> Math.scalb(1.0, random.nextInt(60));
          };
      if (!Double.isInfinite(value)) {
        assertThat(written(value)).isEqualTo(Double.toString(value));
      }
      var whole = random.nextLong() >> random.nextInt(64);
      assertThat(written(whole)).isEqualTo(Long.toString(whole));
    }
    assertThat(written(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
    assertThat(written(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
    assertThat(written(-0.0)).isEqualTo("-0.0");
    assertThat(written(0.0)).isEqualTo("0.0");
  }

  @Test
  void whatIsLargerThanTheBufferGoesThrough() throws IOException {
    var out = new ByteArrayOutputStream();
    var buffer = new TextBuffer(out, SIZE);
    var expected = new StringBuilder();
    for (var length : new int[] {1, SIZE, 1, 100_000, SIZE - 1, 3}) {
      buffer.append("x".repeat(length));
      buffer.append('y');
      expected.append("x".repeat(length)).append('y');
    }
    buffer.flush();

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
  }

  private static String written(double value) throws IOException {
    var out = new ByteArrayOutputStream();
    var buffer = new TextBuffer(out, SIZE);
    buffer.append(value);
    buffer.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String written(long value) throws IOException {
    var out = new ByteArrayOutputStream();
    var buffer = new TextBuffer(out, SIZE);
    buffer.append(value);
    buffer.flush();
    return out.toString(StandardCharsets.UTF_8);
  }
}
