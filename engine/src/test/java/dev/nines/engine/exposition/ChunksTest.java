package dev.nines.engine.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunksTest {
  @Test
  void whatIsWrittenComesOut_inWhateverPieces() throws IOException {
    var random = new Random(8);
    for (var round = 0; round < 50; round++) {
      var expected = new ByteArrayOutputStream();
      var chunks = new Chunks();
      for (var piece = 0; piece < random.nextInt(6); piece++) {
        var bytes = new byte[random.nextInt(3) == 0 ? 1 << 16 : random.nextInt(100_000)];
        random.nextBytes(bytes);
        expected.writeBytes(bytes);
        chunks.write(bytes, 0, bytes.length);
        expected.write(piece);
        chunks.write(piece);
      }

      var out = new ByteArrayOutputStream();
      chunks.writeTo(out);
      assertThat(out.toByteArray()).isEqualTo(expected.toByteArray());
      assertThat(chunks.size()).isEqualTo(expected.size());
    }
  }
}
