package dev.nines.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.NinesApplication;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.configuration.NinesConfiguration;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.DatabaseLogin;
import dev.nines.engine.database.TestDatabase;
import io.dropwizard.core.setup.Bootstrap;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.sourceforge.argparse4j.ArgumentParsers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentsCommandIT {
  private static final Instant NOW = Instant.parse("2026-11-24T12:30:00Z");
  private static final String JSON_LINES =
      """
      {"id": 1, "service": "shop", "result": "success", "finishedAt": "2025-11-24T12:00:00Z", "committedAt": ["2025-11-24T10:00:00Z", "2025-11-23T10:00:00Z"]}

      {"id": 2, "service": "shop", "result": "failed", "finishedAt": "2025-11-25T12:00:00Z", "rework": true}
      """;
  private static final String CSV =
      """
      id,service,environment,result,finishedAt,committedAt,version,rework,rollback
      1,shop,,success,2025-11-24T12:00:00Z,2025-11-24T10:00:00Z 2025-11-23T10:00:00Z,"1.0, first",,
      3,shop,production,succeeded,2025-11-26T12:00:00Z,,"two
      lines",false,true
      4, shop ,staging,canceled,2025-11-27T12:00:00Z,,,,
      """;

  @TempDir private Path folder;
  private DatabaseLogin login;
  private Path config;
  private String printed = "";

  @BeforeEach
  void configure() throws Exception {
    login = TestDatabase.freshLogin();
    Files.createDirectories(folder.resolve("slo-definitions"));
    Files.writeString(
        folder.resolve("slo-definitions/shop.yaml"),
        "{apiVersion: openslo/v1, kind: Service, metadata: {name: shop}}\n");
    config =
        Files.writeString(
            folder.resolve("config.yml"),
            "database: {url: '%s', user: '%s', password: '%s'}\n"
                .formatted(login.url(), login.user(), login.password()));
  }

  @Test
  void jsonLinesAreTakenIn_andTheSameFileAgainChangesNothing() throws Exception {
    var file = file("old.jsonl", JSON_LINES);

    assertThat(run(file, "--dry-run"))
        .isEqualTo("2 deployments: 2 added, 0 changed, 0 known; a dry run: nothing is stored\n");
    assertThat(stored()).isEmpty();
    assertThat(run(file)).isEqualTo("2 deployments: 2 added, 0 changed, 0 known\n");
    assertThat(run(file)).isEqualTo("2 deployments: 0 added, 0 changed, 2 known\n");
    assertThat(stored())
        .containsExactly(
            "api:shop 1 production succeeded 2 commits null false",
            "api:shop 2 production failed 0 commits true false");
    assertThat(query("select actor || ' ' || action || ' ' || details::text from audit"))
        .containsExactly("me deployment.import {\"added\": 2, \"changed\": 0}");
  }

  @Test
  void csvIsTakenInByItsHeader_andWhatIsKnownIsFilledIn() throws Exception {
    run(file("old.jsonl", JSON_LINES));

    var report =
        new ObjectMapper().readTree(run(file("old.csv", "\uFEFF" + CSV), "--output", "json"));

    assertThat(report.get("added").asInt()).isEqualTo(2);
    assertThat(report.get("changed").asInt()).isEqualTo(1);
    assertThat(report.get("stored").asBoolean()).isTrue();
    assertThat(stored())
        .containsExactly(
            "api:shop 1 production succeeded 2 commits null false",
            "api:shop 2 production failed 0 commits true false",
            "api:shop 3 production succeeded 0 commits false true",
            "api:shop 4 staging canceled 0 commits null false");
    assertThat(query("select version from deployment where external_id = '1'"))
        .containsExactly("1.0, first");
  }

  @Test
  void everyFaultIsToldWithItsLine_andThenNothingIsStored() throws Exception {
    var json =
        file(
            "bad.jsonl",
            JSON_LINES + "nothing\n{\"id\": 3, \"servce\": \"shop\", \"result\": \"x\"}\n[]\n");
    var csv =
        file(
            "bad.csv",
            CSV.replace("version", "versoin")
                + "5,shp,,success,2027-11-24T12:00:00Z,,,maybe,\n6,shop\n7,shop,,failed,,,,,,,,\n");

    assertThat(exit(json).code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(printed.replace(json + ":", ""))
        .isEqualTo(
            """
            4: not JSON: Unrecognized token 'nothing': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
            5: servce: unknown key (did you mean service?)
            5: service: required
            5: result: expected succeeded, failed or canceled, once it is over; got x
            6: expected an object of JSON
            5 faults: nothing is stored
            """);
    assertThat(exit(csv).code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(printed).contains("bad.csv:8: Too many entries").endsWith("nothing is stored\n");
    Files.writeString(Path.of(csv), Files.readString(Path.of(csv)).replace("7,shop,,failed", ""));
    assertThat(exit(csv).code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(stored()).isEmpty();
  }

  @Test
  void rowsOfCsvAreToldByTheirLines() throws Exception {
    var csv =
        file(
            "bad.csv",
            CSV.replace("version", "versoin")
                + "5,shp,,success,2027-11-24T12:00:00Z,,,maybe,\n6,shop\n");

    assertThat(exit(csv).code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(printed.replace(csv + ":", ""))
        .isEqualTo(
            """
            1: versoin: unknown column (did you mean version?)
            6: rework: expected true or false
            6: service: no service named shp is declared (did you mean shop?)
            6: finishedAt: must not be more than 5 minutes from now, 2026-11-24T12:30:00Z: 2027-11-24T12:00:00Z
            7: result: required
            5 faults: nothing is stored
            """);
  }

  @Test
  void whatContradictsWhatWasToldBeforeIsAFault() throws Exception {
    run(file("old.jsonl", JSON_LINES));

    var other = file("other.jsonl", JSON_LINES.replace("\"rework\": true", "\"rework\": false"));

    assertThat(exit(other).code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(printed)
        .isEqualTo(
            other + ":3: rework: true was told before, now false\n1 fault: nothing is stored\n");
  }

  @Test
  void emptyFileAndOneThatIsNoTextAreFaults() throws Exception {
    assertThat(exit(file("empty.csv", "\n")).code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(printed).contains("empty.csv:1: expected a deployment a line");
    var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
    assertThat(exit(binary.toString()).code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(printed).contains("binary:1: not UTF-8");
    assertThat(exit(file("excel.csv", CSV.replace(',', ';'))).code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(printed)
        .contains("excel.csv:1: expected commas between the columns, not semicolons\n1 fault: ");
    assertThat(exit(folder.resolve("none").toString()).explanation()).contains("no such file");
  }

  private String file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private String run(String... arguments) throws Exception {
    var bytes = new ByteArrayOutputStream();
    var command =
        new DeploymentsCommand(
            "me",
            InstantSource.fixed(NOW),
            _ -> Optional.empty(),
            new PrintStream(bytes, true, StandardCharsets.UTF_8));
    var parser = ArgumentParsers.newFor("nines").build();
    command.configure(parser.addSubparsers().addParser("deployments"));
    var words = new ArrayList<>(List.of("deployments", "import"));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--config", config.toString()));
    var bootstrap = new Bootstrap<NinesConfiguration>(new NinesApplication());
    try {
      command.run(bootstrap, parser.parseArgs(words.toArray(String[]::new)));
    } finally {
      printed = bytes.toString(StandardCharsets.UTF_8);
    }
    return printed;
  }

  private CommandExit exit(String file) {
    return catchThrowableOfType(CommandExit.class, () -> run(file));
  }

  private List<String> stored() {
    return query(
        """
        select format('%s %s %s %s %s commits %s %s', source, external_id, environment, result,
          cardinality(committed_at), coalesce(rework::text, 'null'), rollback::text)
        from deployment order by external_id
        """);
  }

  private List<String> query(String sql) {
    try (var database = Database.open(login)) {
      return database
          .jdbi()
          .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
  }
}
