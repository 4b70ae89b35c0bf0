package dev.nines.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.declarations.Declarations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclaredTest {
  private static final String TEXT =
      """
      apiVersion: openslo/v1
      kind: Service
      metadata: {name: checkout}
      spec: {}
      ---
      apiVersion: nines.dev/v1
      kind: Probe
      metadata: {name: checkout-http}
      spec: {service: checkout, prober: http, target: "https://${HOST}/"}
      """;

  @TempDir private Path directory;

  @Test
  void whatWasReadBeforeTheStartIsTakenOver_andAnEditSinceThenIsSeen() throws IOException {
    var file = directory.resolve("a.yml");
    Files.writeString(file, TEXT);
    var paths = new DeclarationPaths(List.of(file), Optional.empty());
    var reads = new AtomicInteger();
    Function<String, Optional<String>> variables =
        _ -> Optional.of("host-" + reads.incrementAndGet());
    var earlier =
        new Declared.Earlier(Declarations.fingerprint(paths), Declarations.read(paths, variables));
    var taken = new ArrayList<Catalog>();
    var declared = new Declared(paths, variables, InstantSource.fixed(Instant.EPOCH), taken::add);
    Files.writeString(file, TEXT + "# edited\n");

    declared.begin(Optional.of(earlier));

    assertThat(reads).hasValue(1);
    assertThat(taken).hasSize(1);
    declared.reloadIfChanged();
    declared.reloadIfChanged();
    assertThat(reads).hasValue(2);
    assertThat(taken).hasSize(2);
  }

  @Test
  void bugInTheReaderIsToldAsFault_andTheLastGoodSetStays() throws IOException {
    var file = directory.resolve("a.yml");
    Files.writeString(file, TEXT);
    var broken = new boolean[1];
    var taken = new ArrayList<Catalog>();
    var declared =
        new Declared(
            new DeclarationPaths(List.of(file), Optional.empty()),
            name -> {
              if (broken[0]) {
                throw new IllegalStateException("no such thing");
              }
              return Optional.of("a");
            },
            InstantSource.fixed(Instant.EPOCH),
            taken::add);
    declared.reload();

    broken[0] = true;
    Files.writeString(file, TEXT + "# edited\n");
    declared.reloadIfChanged();
    declared.reloadIfChanged();

    assertThat(declared.isGood()).isFalse();
    assertThat(declared.refused())
        .singleElement()
        .asString()
        .contains("cannot be read", "IllegalStateException: no such thing");
    assertThat(taken).hasSize(1);
    broken[0] = false;
    assertThat(declared.reload()).isEmpty();
    assertThat(declared.isGood()).isTrue();
  }
}
