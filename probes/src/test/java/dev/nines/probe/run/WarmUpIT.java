package dev.nines.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.ProbeRun;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class WarmUpIT {
  @Test
  void serverAnswersHttpAndTcp_andRefusesTlsWithoutWaiting() {
    var runs = new ArrayList<ProbeRun>();
    try (var prober = new Prober(System::nanoTime, InstantSource.system(), "test")) {
      WarmUp.with(spec -> runs.add(prober.run(spec)));
    }

    assertThat(runs.removeLast().success()).as("TLS").isFalse();
    assertThat(runs).hasSize(6).allMatch(ProbeRun::success);
  }
}
