package dev.nines.engine.blackbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;

/** What a server may say in HTTP/2 that means no good, by a seed (RFC 9113). */
final class HostileFrames {
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;

  /** {@code :status: 200} of HPACK's static table. */
  private static final byte[] STATUS_200 = {(byte) 0x88};

  private HostileFrames() {}

  static void answer(Socket socket, Random random) throws IOException, InterruptedException {
    var out = socket.getOutputStream();
    if (random.nextInt(6) > 0) {
      out.write(frame(SETTINGS, 0, 0, new byte[0]));
    }
    switch (random.nextInt(6)) {
      case 0 -> flood(out, frame(PING, 0, 0, new byte[8]));
      case 1 -> flood(out, frame(SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, (byte) 0xff, 0}));
      case 2 -> {
        out.write(frame(HEADERS, 0, 1, STATUS_200));
        flood(out, frame(CONTINUATION, 0, 1, literal(random)));
      }
      case 3 -> {
        out.write(frame(HEADERS, END_HEADERS, 1, STATUS_200));
        flood(out, frame(0, 0, 1, new byte[16_000]));
      }
      default -> {
        for (var i = random.nextInt(40); i >= 0; i--) {
          var payload = new byte[random.nextInt(60)];
          random.nextBytes(payload);
          out.write(frame(random.nextInt(11), random.nextInt(256), random.nextInt(4), payload));
        }
        HostileWeb.hangOrReset(socket, random);
      }
    }
  }

  private static void flood(OutputStream out, byte[] frame) throws IOException {
    while (true) {
      out.write(frame);
    }
  }

  /** A header of HPACK's literal form without indexing: {@code a: xxx...}. */
  private static byte[] literal(Random random) {
    var length = random.nextInt(100);
    var bytes = new byte[4 + length];
    bytes[1] = 1;
    bytes[2] = 'a';
    bytes[3] = (byte) length;
    Arrays.fill(bytes, 4, bytes.length, (byte) 'x');
    return bytes;
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    var frame = new ByteArrayOutputStream(9 + payload.length);
    frame.write(payload.length >> 16);
    frame.write(payload.length >> 8);
    frame.write(payload.length);
    frame.write(type);
    frame.write(flags);
    frame.write(0);
    frame.write(0);
    frame.write(0);
    frame.write(stream);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }
}
