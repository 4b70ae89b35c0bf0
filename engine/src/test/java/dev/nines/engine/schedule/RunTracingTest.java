package dev.nines.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTracingTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void nothingIsCreatedOrToldWhileTracingIsOff() {
    var probe =
        new ProbeDeclaration(
            "edge-tcp",
            "Edge",
            Map.of(),
            "edge",
            Duration.ofSeconds(30),
            List.of(),
            ProbeDeclaration.IncidentRule.DEFAULT,
            List.of(),
            new TcpSpec("127.0.0.1", 1, Duration.ofSeconds(1), TcpModule.DEFAULT));

    var trace = RunTracing.OFF.start(probe, "local", NOON);

    assertThat(trace).isSameAs(RunTracing.OFF.start(probe, "local", NOON.plusSeconds(30)));
    assertThat(trace.traceId()).isEmpty();
    assertThat(trace.headers()).isEmpty();
  }
}
