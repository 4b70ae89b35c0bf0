package dev.nines.engine.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.evidence.SeenRuns;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeRun;
import dev.nines.slo.Measure;
import dev.nines.slo.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
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

  @Test
  void keysThatALaterNinesAddedAreLeftOut() throws IOException {
    new Spool(folder, 1 << 20, JSON).add(List.of(result(0, true)));
    rewrite("1.batch", body -> body.replace("[{", "[{\"mood\":{\"of\":[1]},"));

    assertThat(waiting(new Spool(folder, 1 << 20, JSON))).isEqualTo(List.of(result(0, true)));
  }

  @Test
  void batchThatThisVersionCannotReadDoesNotHoldUpTheNext() throws IOException {
    var spool = new Spool(folder, 1 << 20, JSON);
    for (var change :
        List.<UnaryOperator<String>>of(
            body -> body.replace("CONNECT", "TELEPORT"), body -> "{\"format\": 2}")) {
      spool.add(List.of(result(0, true)));
      spool.add(List.of(result(1, true)));
      var number = spool.first().orElseThrow().number();
      rewrite(number + ".batch", change);

      assertThat(waiting(spool)).isEqualTo(List.of());
      spool.setAside(number);
      assertThat(waiting(spool)).isEqualTo(List.of(result(1, true)));
      spool.remove(number + 1);
    }
  }

  private void rewrite(String name, UnaryOperator<String> change) throws IOException {
    var file = folder.resolve(name);
    var body = change.apply(Files.readString(file).split("\n", 2)[1]);
    var crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    Files.writeString(file, HexFormat.of().toHexDigits((int) crc.getValue()) + "\n" + body);
  }

  @Test
  void fileOfANinesThatKeptNoEvidenceIsRead() throws IOException {
    Files.writeString(
        folder.resolve("7.batch"),
        """
        47b27df0
        [{"probe":"checkout","location":"local","scheduledAtMicros":1795521600000000,\
        "latenessMicros":2000,"success":true,"nanos":{"TOTAL":12000,"CONNECT":5000},"status":200,\
        "failure":null,"traceId":"0af7651916cd43dd8448eb211c80319c"},\
        {"probe":"checkout","location":"local","scheduledAtMicros":1795521601000000,\
        "latenessMicros":2000,"success":false,"nanos":{"TOTAL":12000,"CONNECT":5000},\
        "status":null,"failure":{"phase":"CONNECT","reason":"CONNECTION_REFUSED",\
        "detail":"refused"},"traceId":"0af7651916cd43dd8448eb211c80319c"}]\
        """);

    assertThat(waiting(new Spool(folder, 1 << 20, JSON)))
        .isEqualTo(List.of(result(0, true), result(1, false)));
  }

  @Test
  void evidenceComesBackWhole_whateverATargetHasSent() throws IOException {
    var random = new Random(9);
    for (var i = 0; i < 100; i++) {
      var spool = new Spool(folder.resolve("" + i), 1 << 20, JSON);
      var batch = List.of(failed(0, SeenRuns.random(random)), failed(1, SeenRuns.outOfOrder()));
      spool.add(batch);

      assertThat(waiting(spool)).isEqualTo(batch);
      assertThat(spool.evidenceLeftOut()).isZero();
    }
  }

  @Test
  void evidenceTakesLittleRoom_theNewestIsTakenAlong_andTheRestCounted() throws IOException {
    var batch = new ArrayList<ProbeResult>();
    for (var i = 0; i < 500; i++) {
      batch.add(failed(i, SeenRuns.outOfOrder()));
    }
    var bare = batch.stream().map(result -> result.with(Optional.empty())).toList();
    var without = new Spool(folder.resolve("without"), 1 << 30, JSON);
    without.add(bare);
    var spool = new Spool(folder.resolve("with"), 1 << 30, JSON);
    spool.add(batch);

    assertThat(spool.bytes() - without.bytes()).isBetween(20_000L, 64L * 1024);
    var kept = waiting(spool).stream().filter(result -> result.evidence().isPresent()).toList();
    assertThat(kept).isNotEmpty().isEqualTo(batch.subList(500 - kept.size(), 500));
    assertThat(waiting(spool).stream().map(result -> result.with(Optional.empty())))
        .isEqualTo(bare);
    assertThat(spool.evidenceLeftOut()).isEqualTo(500 - kept.size());
  }

  private static ProbeResult failed(int seconds, ProbeRun run) {
    return ProbeResult.of(
        new RunKey("checkout", "local", NOON.plusSeconds(seconds)),
        Duration.ofMillis(2),
        run,
        Optional.empty());
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
