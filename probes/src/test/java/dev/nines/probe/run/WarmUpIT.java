package dev.nines.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.ProbeRun;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class WarmUpIT {
  @Test
  void serverAnswersHttpAndTcp_failsWhenAskedTo_andRefusesTlsWithoutWaiting() {
    try (var prober = new Prober(System::nanoTime, InstantSource.system(), "test")) {
      var runs = new ArrayList<>(prober.warmUp());

      assertThat(runs.removeLast().success()).as("TLS").isFalse();
      assertThat(runs.removeLast().http().orElseThrow().status()).isEqualTo(503);
      assertThat(runs).hasSize(6).allMatch(ProbeRun::success);
    }
  }
}
