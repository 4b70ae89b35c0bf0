package dev.nines.engine.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesIT {
  private static PagesServer server;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = PagesServer.start(folder, Snapshots.NOON);
  }

  @AfterAll
  static void stop() throws Exception {
    server.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/fragments/overview, text/html",
    "/assets/nines.css, text/css",
    "/assets/nines.js, text/javascript",
    "/assets/nines.svg, image/svg+xml",
    "/assets/htmx/htmx.min.js, text/javascript",
  })
  void pageHasAllItAsksFor(String path, String type) throws Exception {
    var answer = server.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(value -> assertThat(value).startsWith(type));
    assertThat(answer.headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .startsWith("default-src 'self';")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
  }

  @Test
  void figuresAreNotCached() throws Exception {
    assertThat(server.get("/").headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
  }
}
