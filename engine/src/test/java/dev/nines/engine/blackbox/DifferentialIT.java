package dev.nines.engine.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same modules and targets before Debian's blackbox_exporter and before Nines: what differs in
 * names, types, help, labels or values fails, unless its row says why.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialIT {
  private static final Set<String> UNMET = Set.of("a wrong password");

  /** Few at once, since the rows have deadlines and a build machine has two processors. */
  private final ExecutorService rows =
      Executors.newFixedThreadPool(6, Thread.ofVirtual().factory());

  private Zoo zoo;
  private Exporter exporter;
  private ProbeServer nines;
  private List<Row> table;

  /** A situation under way: what both made of it. */
  private record Row(
      Situation situation,
      CompletableFuture<Scraper.Answer> peer,
      CompletableFuture<Scraper.Answer> nines) {
    @Override
    public String toString() {
      return situation.name();
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    zoo = new Zoo(folder);
    var situations =
        Stream.of(
                new HttpSituations(zoo).all(),
                new SecureSituations(zoo).all(),
                new TcpSituations(zoo).all(),
                new TimeoutSituations(zoo).all())
            .flatMap(all -> all)
            .toList();
    var modules = ModuleFile.write(folder.resolve("blackbox.yml"), zoo, situations);
    exporter = Exporter.start(modules);
    nines = ProbeServer.start(modules);
    table =
        IntStream.range(0, situations.size())
            .mapToObj(index -> {
              var situation = situations.get(index);
              return new Row(
                  situation,
                  asked(new Scraper(exporter.url()), situation, index),
                  asked(new Scraper(nines.url()), situation, index));
            })
            .toList();
  }

  @AfterAll
  void stop() throws IOException {
    rows.shutdownNow();
    if (nines != null) {
      nines.close();
    }
    if (exporter != null) {
      exporter.close();
    }
    if (zoo != null) {
      zoo.close();
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void bothSayTheSame(Row row) throws Exception {
    var peer = row.peer().get(60, TimeUnit.SECONDS);
    var ours = row.nines().get(60, TimeUnit.SECONDS);

    assertThat(Comparison.between(row.situation(), peer, ours))
        .as("%s%n%s%n%s", row.situation(), peer.text(), ours.text())
        .isEmpty();
  }

  /** Two answers to a pattern that is never found would be the same, and say nothing. */
  @ParameterizedTest
  @MethodSource("wishes")
  void targetGetsWhatItWants(Row row) throws Exception {
    var peer = row.peer().get(60, TimeUnit.SECONDS);

    assertThat(peer.exposition().value("probe_http_status_code")).as(peer.text()).isEqualTo(200);
  }

  Stream<Row> wishes() {
    return table.stream()
        .filter(row ->
            row.situation().query().getOrDefault("target", "").matches(".*/(wants|lacks)/.*"))
        .filter(row -> !UNMET.contains(row.situation().name()));
  }

  @Test
  void tokenDoesNotOutliveTheDeadline() throws Exception {
    var row =
        table.stream()
            .filter(one -> one.situation().name().equals(SecureSituations.LATE_TOKEN))
            .findFirst()
            .orElseThrow();

    assertThat(row.nines().get(60, TimeUnit.SECONDS).took())
        .as(Differences.TOKEN_IN_TIME)
        .isLessThan(Duration.ofSeconds(5));
    assertThat(row.peer().get(60, TimeUnit.SECONDS).took())
        .as("it is a difference")
        .isGreaterThan(Duration.ofSeconds(5));
  }

  Stream<Row> table() {
    return table.stream();
  }

  private CompletableFuture<Scraper.Answer> asked(Scraper server, Situation situation, int index) {
    return CompletableFuture.supplyAsync(() -> server.ask(situation, ModuleFile.name(index)), rows);
  }
}
