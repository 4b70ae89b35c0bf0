package dev.nines.engine.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edit with faults: the last good set stays, and everybody who asks is told so. */
@Tag("process")
class RefusedDeclarationsIT {
  private static final String GOOD =
      """
      apiVersion: openslo/v1
      kind: Service
      metadata: {name: shop}
      spec: {}
      """;

  @Test
  void reloadAnswers422_andThePageAndTheHealthCheckSaySo(@TempDir Path folder) throws Exception {
    var site = Site.of(folder, GOOD);
    var declarations = folder.resolve("slo-definitions/all.yml");
    try (var nines = NinesInProcess.start(site)) {
      assertThat(nines.admin("POST", "/tasks/reload").statusCode()).isEqualTo(200);
      assertThat(nines.api().page("/")).doesNotContain("not in force");

      Files.writeString(declarations, GOOD + "extra: 1\nmore: 2\n");
      var refused = nines.admin("POST", "/tasks/reload");
      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body())
          .startsWith("not taken over, the last good set stays:\n")
          .contains("all.yml:5:1: extra: unknown key", "all.yml:6:1: more: unknown key");
      assertThat(nines.api().page("/"))
          .contains("not in force, since it has 2 faults")
          .contains("all.yml:5:1: extra: unknown key.");
      var health = nines.admin("GET", "/healthcheck");
      assertThat(health.statusCode()).as("the last good set works").isEqualTo(200);
      assertThat(health.body()).contains("the newest edit has 2 faults and was not taken over");
      assertThat(nines.api().metrics()).contains("nines_config_last_reload_successful 0.0");

      Files.writeString(declarations, GOOD);
      assertThat(nines.admin("POST", "/tasks/reload").statusCode()).isEqualTo(200);
      assertThat(nines.api().page("/")).doesNotContain("not in force");
      assertThat(nines.admin("GET", "/tasks/reload").statusCode()).isEqualTo(405);
    }
  }
}
