package dev.nines.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.NinesApplication;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.configuration.NinesConfiguration;
import dev.nines.engine.database.TestDatabase;
import io.dropwizard.core.setup.Bootstrap;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.sourceforge.argparse4j.ArgumentParsers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a database that somebody else looks after, which no Nines has used yet. */
class TokenCommandIT {
  @TempDir private Path folder;
  private Path config;

  @BeforeEach
  void configure() throws Exception {
    var login = TestDatabase.freshLogin();
    config =
        Files.writeString(
            folder.resolve("config.yml"),
            "database: {url: '%s', user: '%s', password: '%s'}\n"
                .formatted(login.url(), login.user(), login.password()));
  }

  private String run(String... arguments) throws Exception {
    var printed = new ByteArrayOutputStream();
    var command = new TokenCommand("me", new PrintStream(printed, true, StandardCharsets.UTF_8));
    var parser = ArgumentParsers.newFor("nines").build();
    command.configure(parser.addSubparsers().addParser("token"));
    var words = new ArrayList<>(List.of("token"));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--config", config.toString()));
    var bootstrap = new Bootstrap<NinesConfiguration>(new NinesApplication());
    command.run(bootstrap, parser.parseArgs(words.toArray(String[]::new)));
    return printed.toString(StandardCharsets.UTF_8);
  }

  private CommandExit exit(String... arguments) {
    return catchThrowableOfType(CommandExit.class, () -> run(arguments));
  }

  @Test
  void tokenIsMadeOnce_listedWithoutItsSecret_andRevokedOnce() throws Exception {
    var token = run("create", "alice").lines().toList().getLast();

    assertThat(token).startsWith("nines_");
    assertThat(exit("create", "alice").code()).isEqualTo(Code.NO);
    assertThat(run("list"))
        .matches(
            "write  alice  nines_[0-9a-f]{12}_\\.\\.\\.  made \\S+Z by me, never used\n1 token\n");
    assertThat(run("revoke", "alice")).isEqualTo("the token of alice is revoked\n");
    assertThat(exit("revoke", "alice").explanation()).isEqualTo("there is no valid token of alice");
    assertThat(run("list")).containsPattern(", revoked \\S+Z by me\n");
  }

  @Test
  void programsAreAnsweredInJson() throws Exception {
    var made =
        new ObjectMapper().readTree(run("create", "ci", "--scope", "read", "--output", "json"));

    assertThat(made.get("scope").asText()).isEqualTo("read");
    assertThat(made.get("token").asText()).contains(made.get("key").asText());
  }

  @Test
  void whoLostTheAdminTokenGetsAnother_inTheDataFolderToo() throws Exception {
    var first = run("reset-admin").lines().toList().getLast();
    var second = run("reset-admin").lines().toList().getLast();

    assertThat(second).isNotEqualTo(first);
    assertThat(Files.readString(folder.resolve("data/admin-token"))).isEqualTo(second + "\n");
  }

  @Test
  void nameThatIsNoneIsRefused() {
    var exit = exit("create", "al ice");

    assertThat(exit.code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(exit.explanation()).startsWith("NAME: expected a name of 1 to 63 letters");
  }

  @Test
  void databaseThatIsNotThereIsToldInASentence() throws Exception {
    Files.writeString(
        config, "database: {url: 'jdbc:postgresql://127.0.0.1:1/nines', user: nines}");
    assertThat(exit("list"))
        .extracting(CommandExit::code, CommandExit::explanation)
        .containsExactly(
            Code.CANNOT_SAY,
            "database jdbc:postgresql://127.0.0.1:1/nines unreachable: connection refused; check"
                + " database.url");

    Files.writeString(config, "location: here\n");
    assertThat(exit("list").explanation())
        .isEqualTo(
            "there is no database in %s yet: start ./nines server"
                .formatted(folder.resolve("data")));
    assertThat(folder.resolve("data")).doesNotExist();

    Files.writeString(config, "locatoin: here\n");
    assertThat(exit("list").code()).isEqualTo(Code.WRONG_USAGE);
  }
}
