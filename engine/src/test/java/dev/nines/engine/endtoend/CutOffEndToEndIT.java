package dev.nines.engine.endtoend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nines.engine.selfcheck.HttpGate;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network of Nines itself breaks and heals, while its target is up and while it is down. */
@Tag("process")
class CutOffEndToEndIT {
  @Test
  void whatFailsWhileNinesIsCutOffIsUnknown_andNoIncidentOpensOrCloses(@TempDir Path folder)
      throws Exception {
    try (var target = HttpGate.good();
        var gateway = HttpGate.good()) {
      var config =
          """
          evaluation: {interval: 1s}
          selfCheck: {targets: ["127.0.0.1:%d"]}
          """
              .formatted(gateway.port());
      try (var nines =
          NinesInProcess.start(
              Site.of(
                  folder,
                  config + Site.ANY_PORTS,
                  WatchedShop.declarations(target.url(), 1, 3, 2)))) {
        var api = nines.api();
        await().atMost(20, SECONDS).until(() -> counted(api, "totalEvents") >= 3);
        await().atMost(10, SECONDS).until(() -> selfCheckUp(api) == 1);
        assertThat(nines.health()).isEqualTo(200);
        assertThat(api.page("/")).doesNotContain("self-check");

        gateway.breakDown();
        target.breakDown();
        await().atMost(20, SECONDS).until(() -> unknown(api) >= 5);
        assertThat(selfCheckUp(api)).isZero();
        assertThat(nines.health()).isEqualTo(500);
        assertThat(api.page("/")).contains("has reached none of its self-check targets since");
        assertThat(api.metrics()).doesNotContain("probe_success{");
        assertThat(api.json("probes/front").at("/unknown/cause").asText()).isEqualTo("self_check");
        assertThat(api.json("probes/front").at("/unknown/detail").asText())
            .startsWith("connection refused by 127.0.0.1:" + target.port());
        assertThat(api.list("incidents")).isEmpty();

        var counted = counted(api, "totalEvents");
        target.heal();
        gateway.heal();
        await().atMost(20, SECONDS).until(() -> counted(api, "totalEvents") >= counted + 3);
        await().atMost(10, SECONDS).until(() -> selfCheckUp(api) == 1);
        assertThat(nines.health()).isEqualTo(200);
        assertThat(api.list("incidents")).isEmpty();
        assertThat(counted(api, "goodEvents")).isEqualTo(counted(api, "totalEvents"));
        assertThat(api.json("services/shop").at("/windows/0/unknownSeconds").asDouble())
            .isGreaterThanOrEqualTo(5); // the runs that were unknown, a second each
        assertThat(api.json("services/shop").at("/windows/0/downtimeSeconds").asDouble()).isZero();

        target.breakDown(); // alone: now it is the target's own fault
        await().atMost(20, SECONDS).until(() -> api.list("incidents?state=open").size() == 1);
        gateway.breakDown();
        var before = unknown(api);
        await().atMost(20, SECONDS).until(() -> unknown(api) >= before + 5);
        assertThat(api.list("incidents?state=open")).hasSize(1);

        gateway.heal();
        target.heal();
        await().atMost(20, SECONDS).until(() -> api.list("incidents?state=resolved").size() == 1);
        assertThat(api.list("incidents")).hasSize(1);
      }
    }
  }

  private static int counted(Api api, String events) {
    return api.list("slos").stream()
        .mapToInt(slo -> slo.at("/objectives/0/" + events).asInt())
        .sum();
  }

  private static double unknown(Api api) {
    return Api.sample(api.metrics(), "nines_runs_unknown_total", "cause=\"self_check\"");
  }

  /** {@return the sample, -1 where there is none} */
  private static double selfCheckUp(Api api) {
    return api.metrics()
        .lines()
        .filter(line -> line.startsWith("nines_self_check_up "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElse(-1);
  }
}
