package dev.nines.engine.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
 * Is {@code /probe} what newer versions of blackbox_exporter are, where Debian's cannot be asked?
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractIT {
  /** The help of what is newer than 0.23.0. */
  private static final Map<String, String> HELP =
      Map.of(
          "probe_failed_due_to_cel",
          "Indicates if probe failed due to CEL expression not matching",
          "probe_failed_due_to_bytes",
          "Indicates if probe failed due to bytes",
          "probe_expect_info",
          "Explicit content matched",
          "probe_tls_cipher_info",
          "Returns the TLS cipher negotiated during handshake",
          "probe_timeout_seconds",
          "Returns how long the probe timeout is in seconds");

  private final ExecutorService rows =
      Executors.newFixedThreadPool(6, Thread.ofVirtual().factory());

  private Zoo zoo;
  private ProbeServer nines;
  private List<Asked> table;

  /** A row under way. */
  private record Asked(ContractRow row, CompletableFuture<Scraper.Answer> answer) {
    @Override
    public String toString() {
      return row.toString();
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    zoo = new Zoo(folder);
    var contract = new ContractSituations(zoo, folder);
    var all = contract.all().toList();
    var modules =
        ModuleFile.write(
            folder.resolve("blackbox.yml"), zoo, all.stream().map(ContractRow::situation).toList());
    nines = ProbeServer.start(modules, contract.environment()::get);
    var scraper = new Scraper(nines.url());
    table =
        IntStream.range(0, all.size())
            .mapToObj(index ->
                new Asked(
                    all.get(index),
                    CompletableFuture.supplyAsync(
                        () -> scraper.ask(all.get(index).situation(), ModuleFile.name(index)),
                        rows)))
            .toList();
  }

  @AfterAll
  void stop() throws IOException {
    rows.shutdownNow();
    if (nines != null) {
      nines.close();
    }
    zoo.close();
  }

  @ParameterizedTest
  @MethodSource("table")
  void answerIsAsTheContractHasIt(Asked asked) throws Exception {
    var answer = asked.answer().get(60, TimeUnit.SECONDS);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    var exposition = answer.exposition();
    assertThat(asked.row().faults(exposition)).as("%s%n%s", asked, answer.text()).isEmpty();
    assertThat(exposition.types().values()).containsOnly("gauge");
    exposition
        .help()
        .forEach((family, help) ->
            assertThat(help).as(family).isEqualTo(HELP.getOrDefault(family, help)));
  }

  Stream<Asked> table() {
    return table.stream();
  }

  /** Every series that is newer is in some answer, so that its help was looked at. */
  @Test
  void everyNewerSeriesIsMet() {
    assertThat(
            table.stream()
                .flatMap(asked -> asked.answer().join().exposition().help().keySet().stream()))
        .containsAll(HELP.keySet());
    assertThat(HELP.keySet()).containsExactlyInAnyOrderElementsOf(Comparison.NEWER.keySet());
  }

  @Test
  void serialNumberIsInLowerCaseHexadecimal_leadingZerosKept() throws Exception {
    var row =
        table.stream().filter(asked -> asked.toString().equals("an authority")).findFirst().get();
    X509Certificate leaf;
    try (var in = Files.newInputStream(zoo.pem("server"))) {
      leaf = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }

    assertThat(row.answer().join().text())
        .contains("serialnumber=\"" + hex(leaf.getSerialNumber()) + "\"");
  }

  private static String hex(BigInteger serial) {
    var bytes = serial.toByteArray();
    var first = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    return HexFormat.of().formatHex(bytes, first, bytes.length);
  }
}
