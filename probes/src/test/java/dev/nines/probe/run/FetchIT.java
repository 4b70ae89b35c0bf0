package dev.nines.probe.run;

import static dev.nines.probe.run.HostileServer.write;
import static dev.nines.probe.run.Specs.expecting;
import static dev.nines.probe.run.Specs.http;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpModule.Body;
import dev.nines.probe.HttpModule.Expectation;
import dev.nines.probe.HttpSpec;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchIT {
  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");

  @AfterEach
  void shut() {
    prober.close();
  }

  @Test
  void bodyIsThere_alsoWhereTheStatusIsBad() throws IOException {
    try (var server = answering("HTTP/1.1 422 No\r\nContent-Length: 5\r\n\r\nwrong")) {
      var fetched = prober.fetch(spec(server, 100));

      assertThat(fetched.run().failure().map(Failure::reason)).contains(FailureReason.STATUS);
      assertThat(fetched.body()).asString(UTF_8).isEqualTo("wrong");
      assertThat(fetched.run().answer().orElseThrow().bodyStart()).isEqualTo("wrong");
    }
  }

  @Test
  void bodyLargerThanItMayBeIsAFailure() throws IOException {
    try (var server = answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nright")) {
      assertThat(prober.fetch(spec(server, 5)).body()).asString(UTF_8).isEqualTo("right");
      assertThat(prober.fetch(spec(server, 4)).run().failure().map(Failure::reason))
          .contains(FailureReason.TOO_LARGE);
    }
  }

  private static HostileServer answering(String answer) throws IOException {
    return new HostileServer(socket -> {
      HostileServer.readHead(socket);
      write(socket, answer);
    });
  }

  private static HttpSpec spec(HostileServer server, long most) {
    var body = new Body(List.of(), List.of(), Optional.empty(), Optional.empty(), most);
    return expecting(Expectation.DEFAULT.with(body), http("http://127.0.0.1:" + server.port()));
  }
}
