package dev.nines.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.slo.Measure;
import dev.nines.slo.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void batchesComeBackInOrderAndWhole() throws IOException {
    var spool = new Spool(folder, 1 << 20, JSON);
    spool.add(List.of(result(0, true), result(1, false)));
    spool.add(List.of(result(2, true)));

    assertThat(waiting(spool)).isEqualTo(List.of(result(0, true), result(1, false)));
    spool.remove(spool.first().orElseThrow().number());
    assertThat(waiting(spool)).isEqualTo(List.of(result(2, true)));
    spool.remove(spool.first().orElseThrow().number());
    assertThat(spool.isEmpty()).isTrue();
    assertThat(spool.bytes()).isZero();
  }

  @Test
  void whatAnEarlierProcessLeftIsTakenUp() throws IOException {
    new Spool(folder, 1 << 20, JSON).add(List.of(result(0, true)));
    Files.writeString(folder.resolve("2.tmp"), "half a ba");

    var spool = new Spool(folder, 1 << 20, JSON);
    spool.add(List.of(result(1, true)));

    assertThat(waiting(spool)).isEqualTo(List.of(result(0, true)));
    spool.remove(spool.first().orElseThrow().number());
    assertThat(waiting(spool)).isEqualTo(List.of(result(1, true)));
    assertThat(folder.resolve("2.tmp")).doesNotExist();
  }

  @Test
  void pastItsBoundTheOldestGoAndAreCounted() throws IOException {
    var size = new Spool(folder.resolve("measure"), 1 << 20, JSON);
    size.add(List.of(result(0, true), result(0, true)));
    var spool = new Spool(folder.resolve("spool"), size.bytes() * 2, JSON);

    assertThat(spool.add(List.of(result(0, true), result(1, true)))).isZero();
    assertThat(spool.add(List.of(result(2, true), result(3, true)))).isZero();
    assertThat(spool.add(List.of(result(4, true), result(5, true)))).isEqualTo(2);
    assertThat(waiting(spool)).isEqualTo(List.of(result(2, true), result(3, true)));
  }

  @Test
  void batchThatTheBoundDroppedWhileItWasStoredIsNotTakenForTheNext() throws IOException {
    var measure = new Spool(folder.resolve("measure"), 1 << 20, JSON);
    measure.add(List.of(result(0, true)));
    var spool = new Spool(folder.resolve("spool"), measure.bytes(), JSON);
    spool.add(List.of(result(0, true)));
    var beingStored = spool.first().orElseThrow().number();

    spool.add(List.of(result(1, true))); // the bound drops the first
    spool.remove(beingStored);

    assertThat(waiting(spool)).isEqualTo(List.of(result(1, true)));
  }

  @Test
  void damagedBatchIsSeenByItsChecksumAndKeptAside() throws IOException {
    var spool = new Spool(folder, 1 << 20, JSON);
    spool.add(List.of(result(0, true)));
    spool.add(List.of(result(1, true)));
    var file = folder.resolve("1.batch");
    Files.writeString(file, Files.readString(file).replace("checkout", "chekcout"));

    assertThat(waiting(spool)).isEqualTo(List.of());
    assertThat(spool.setAside(1)).exists().hasFileName("1.refused");
    assertThat(waiting(spool)).isEqualTo(List.of(result(1, true)));
    assertThat(waiting(new Spool(folder, 1 << 20, JSON))).isEqualTo(List.of(result(1, true)));
  }

  private static List<ProbeResult> waiting(Spool spool) throws IOException {
    return spool.first().orElseThrow().results();
  }

  private static ProbeResult result(int seconds, boolean success) {
    return new ProbeResult(
        new RunKey("checkout", "local", NOON.plusSeconds(seconds)),
        Duration.ofMillis(2),
        new Sample(success, Map.of(Measure.TOTAL, 12_000L, Measure.CONNECT, 5_000L)),
        success ? Optional.of(200) : Optional.empty(),
        success
            ? Optional.empty()
            : Optional.of(new Failure(Phase.CONNECT, FailureReason.CONNECTION_REFUSED, "refused")),
        Optional.of("0af7651916cd43dd8448eb211c80319c"));
  }
}
