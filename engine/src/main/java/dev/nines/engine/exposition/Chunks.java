package dev.nines.engine.exposition;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Bytes in memory that are never copied to make room for more. */
final class Chunks extends OutputStream {
  private static final int CHUNK = 64 * 1024;

  private final List<byte[]> chunks = new ArrayList<>();
  private int used = CHUNK;

  @Override
  public void write(int b) {
    room()[used++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    var from = offset;
    while (from < offset + length) {
      var last = room();
      var part = Math.min(CHUNK - used, offset + length - from);
      System.arraycopy(bytes, from, last, used, part);
      used += part;
      from += part;
    }
  }

  private byte[] room() {
    if (used == CHUNK) {
      chunks.add(new byte[CHUNK]);
      used = 0;
    }
    return chunks.getLast();
  }

  long size() {
    return (long) CHUNK * chunks.size() - (CHUNK - used);
  }

  void writeTo(OutputStream out) throws IOException {
    for (var i = 0; i < chunks.size(); i++) {
      out.write(chunks.get(i), 0, i == chunks.size() - 1 ? used : CHUNK);
    }
  }
}
