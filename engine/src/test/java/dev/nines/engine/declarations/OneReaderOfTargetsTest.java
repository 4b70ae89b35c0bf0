package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.configuration.CheckTarget;
import dev.nines.engine.importing.BlackboxImport;
import dev.nines.probe.HttpModule;
import dev.nines.probe.ProbeModule;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a target to one of those who read targets is one to all of them. */
class OneReaderOfTargetsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "http://my_service:8080/, true",
    "https://my_service.my_namespace.svc/, true",
    "http://me:secret@my_service/a?b=c, true",
    "http://shop.example:8080/, true",
    "HTTP://SHOP.example/, true",
    "http://192.0.2.1/, true",
    "http://[2001:db8::1]:8080/, true",
    "http://shop.example/a|b, true",
    "http://shop.example./, true",
    "http://0x7f000001/, false",
    "http://127.1/, false",
    "http://-shop.example/, false",
    "http://shop.example:0/, false",
    "http://shop.example:65536/, false",
    "http://shop..example/, false",
    "http:///a, false",
    "ftp://shop.example/, false"
  })
  void ofHttp(String target, boolean good) throws IOException {
    assertThat(asked(target, HttpModule.DEFAULT)).as("/probe and probe").isEqualTo(good);
    assertThat(declared(target, "http")).as("a declaration").isEqualTo(good);
    assertThat(imported(target, "http")).as("import-blackbox").isEqualTo(good);
    assertThat(CheckTarget.parse(target).isPresent()).as("selfCheck").isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({
    "my_db:5432, true",
    "db.example:5432, true",
    "192.0.2.1:1, true",
    "[2001:db8::1]:65535, true",
    "2130706433:80, false",
    "-db:80, false",
    "db.example, false",
    "db.example:0, false",
    "db.example:65536, false",
    "me@db.example:80, false"
  })
  void ofTcp(String target, boolean good) throws IOException {
    assertThat(asked(target, TcpModule.DEFAULT)).as("/probe and probe").isEqualTo(good);
    assertThat(declared(target, "tcp")).as("a declaration").isEqualTo(good);
    assertThat(imported(target, "tcp")).as("import-blackbox").isEqualTo(good);
    assertThat(CheckTarget.parse(target).isPresent()).as("selfCheck").isEqualTo(good);
  }

  private static boolean asked(String target, ProbeModule module) {
    try {
      var _ = ProbeSpec.of(module, target, Duration.ofSeconds(1));
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean declared(String target, String prober) {
    var spec = "{service: checkout, prober: %s, target: \"%s\"}".formatted(prober, target);
    return Texts.read(Texts.probe(spec)).faults().isEmpty();
  }

  private boolean imported(String target, String prober) throws IOException {
    var blackbox =
        Files.writeString(folder.resolve("blackbox.yml"), "modules: {m: {prober: " + prober + "}}");
    var prometheus =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            scrape_configs:
              - job_name: shop
                metrics_path: /probe
                params: {module: [m]}
                static_configs: [{targets: ["%s"]}]
                relabel_configs:
                  - {source_labels: [__address__], target_label: __param_target}
                  - {target_label: __address__, replacement: "127.0.0.1:9115"}
            """
                .formatted(target));
    var read = BlackboxImport.read(prometheus, blackbox);
    assertThat(read.faults()).isEmpty();
    return !read.jobs().isEmpty();
  }
}
