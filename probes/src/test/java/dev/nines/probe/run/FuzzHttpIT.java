package dev.nines.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Compression;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpModule.Request;
import dev.nines.probe.HttpSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Answers no honest server sends: whatever comes, a run ends on time and with a verdict. */
class FuzzHttpIT {
  private static final int CASES = 400;
  private static final long SEED = 4;
  private static final Duration TIMEOUT = Duration.ofMillis(700);
  private static final Duration GENEROUS = Duration.ofSeconds(10);

  private static final List<String> STARTS =
      List.of(
          "HTTP/1.1 200 OK\r\n",
          "HTTP/1.0 200\r\n",
          "HTTP/1.1 302 Found\r\n",
          "HTTP/1.1 100 \r\n",
          "HTTP/1.1 503 X\r\n",
          "HTTP/1.1 999 X\r\n",
          "HTTP/1.1 -1 X\r\n",
          "HTTP/9.9 200 OK\r\n",
          "ICY 200 OK\r\n",
          "HTTP/1.1\r\n",
          "PRI * HTTP/2.0\r\n",
          "HTTP/1.1 204 X\r\n",
          "HTTP/1.1 401 X\r\n",
          "HTTP/1.1 407 X\r\n",
          "HTTP/1.1 408 X\r\n",
          "HTTP/1.1 421 X\r\n",
          "HTTP/1.1 101 Switching Protocols\r\n",
          "",
          "\r\n");
  private static final List<String> HEADERS =
      List.of(
          "Content-Length: 5\r\n",
          "Content-Length: -5\r\n",
          "Content-Length: 99999999999999999999\r\n",
          "Content-Length: 5\r\nContent-Length: 7\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Transfer-Encoding: gzip, chunked\r\n",
          "Location: /\r\n",
          "Location: //\r\n",
          "Location: http://[::\r\n",
          "Location: http://127.0.0.1:1/\r\n",
          "Location: \u0000\r\n",
          "Content-Encoding: gzip\r\n",
          "Set-Cookie: a=b; Domain=com; Path=\r\n",
          "Set-Cookie: =; ;;=; Expires=never\r\n",
          "Last-Modified: yesterday\r\n",
          ": no name\r\n",
          "no colon\r\n",
          " folded\r\n",
          "X: \u00fc\u0001\r\n",
          "Retry-After: 0\r\n",
          "WWW-Authenticate: Basic realm=\"\r\n",
          "Upgrade: h2c\r\nConnection: Upgrade\r\n",
          "Keep-Alive: timeout=-1\r\n",
          "\n",
          "\r");
  private static final List<String> BODIES =
      List.of(
          "hello",
          "5\r\nhello\r\n0\r\n\r\n",
          "zz\r\n",
          "FFFFFFFFFFFFFFFF\r\nx",
          "-1\r\n",
          "5;x=y\r\nhel",
          "0\r\nTrailer: x",
          "\u001f\u008b\u0008\u0000",
          "",
          "0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");

  @Test
  void everyAnswerEndsInAVerdictOnTime() throws Exception {
    var random = new Random(SEED);
    var problems = new CopyOnWriteArrayList<String>();
    try (var prober = new Prober(System::nanoTime, InstantSource.system(), "test");
        var runs = Executors.newFixedThreadPool(16)) {
      for (int i = 0; i < CASES; i++) {
        var answer = answer(random);
        var hangs = random.nextInt(8) == 0;
        var coding =
            random.nextInt(3) == 0
                ? Optional.of(any(List.of(Compression.values()), random))
                : Optional.<Compression>empty();
        var searched = random.nextBoolean();
        runs.submit(() -> check(prober, answer, hangs, coding, searched, problems));
      }
    }

    assertThat(problems).isEmpty();
  }

  private static void check(
      Prober prober,
      byte[] answer,
      boolean hangs,
      Optional<Compression> coding,
      boolean searched,
      List<String> problems) {
    var what = new String(answer, StandardCharsets.ISO_8859_1) + " " + coding;
    try (var server =
        new HostileServer(
            HostileServer.afterRequest(socket -> {
              socket.getOutputStream().write(answer);
              if (hangs) {
                Thread.sleep(60_000);
              }
            }))) {
      var run = prober.run(spec(server, coding, searched));
      if (run.durationNanos() > GENEROUS.toNanos()) {
        problems.add("late: " + what);
      }
      if (run.failure().filter(f -> f.reason() == FailureReason.PROBER).isPresent()) {
        problems.add(run.failure() + " for " + what);
      }
    } catch (IOException | RuntimeException e) {
      problems.add(e + " for " + what);
    }
  }

  private static HttpSpec spec(
      HostileServer server, Optional<Compression> coding, boolean searched) {
    var request =
        new Request("GET", List.of(), Optional.empty(), coding, Optional.empty(), true, true);
    var spec =
        Specs.within(
            TIMEOUT, Specs.asking(request, Specs.http("http://127.0.0.1:" + server.port() + "/")));
    return searched ? Specs.expecting(Specs.bodyHas("hello"), spec) : spec;
  }

  private static byte[] answer(Random random) {
    var text = new StringBuilder(any(STARTS, random));
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(any(HEADERS, random));
    }
    text.append("\r\n").append(any(BODIES, random));
    var bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    for (int i = random.nextInt(4); i > 0; i--) { // and a few bytes no list would think of
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
