package dev.nines.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.nines.engine.access.AccessToken;
import dev.nines.engine.access.Actor;
import dev.nines.engine.access.AdminToken;
import dev.nines.engine.access.Scope;
import dev.nines.engine.access.TokenTable;
import dev.nines.engine.api.access.TokenView;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.text.Count;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jdbi.v3.core.Jdbi;

/** Makes, lists and revokes tokens. */
public final class TokenCommand extends OneShotCommand {
  private final Actor actor;

  /**
   * The command.
   *
   * @param user who works at the shell
   * @param out where it prints
   */
  public TokenCommand(String user, PrintStream out) {
    super(
        "token",
        "Makes, lists and revokes the tokens by which people and programs prove who they are. Works"
            + " on the database of config.yml, whether Nines runs or not. Exit code 0: done, 1:"
            + " there is no such token, or one already, 2: wrong usage, 3: the database does not"
            + " answer.",
        out);
    actor = Actor.atTheShell(user);
  }

  @Override
  public void configure(Subparser parser) {
    var actions = parser.addSubparsers().dest("action").metavar("ACTION");
    var create = actions.addParser("create").help("make a token, which is printed this once");
    create.addArgument("name").metavar("NAME").help("whose it is: changes are noted under it");
    create
        .addArgument("--scope")
        .choices(Arrays.stream(Scope.values()).map(Scope::label).toList())
        .setDefault(Scope.WRITE.label())
        .help(
            "read: pages, API and metrics; write: also change things (default); admin: also tokens");
    var list = actions.addParser("list").help("list the tokens, without their secrets");
    var revoke = actions.addParser("revoke").help("revoke a token, at once");
    revoke.addArgument("name").metavar("NAME").help("whose");
    var reset =
        actions
            .addParser("reset-admin")
            .help("revoke the admin token and write another into the data folder");
    for (var action : List.of(create, list, revoke, reset)) {
      action
          .addArgument("--config")
          .metavar("FILE")
          .setDefault(ConfiguredFiles.usual().toString())
          .help("the configuration that names the database (default: config.yml)");
      addOutput(action);
    }
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws JsonProcessingException {
    var settings =
        ConfiguredFiles.settings(
            ConfiguredFiles.existing(arguments.getString("config")), bootstrap);
    try (var database = CommandDatabase.open(settings)) {
      var jdbi = database.jdbi();
      switch (arguments.getString("action")) {
        case "create" -> create(bootstrap, arguments, jdbi);
        case "list" -> list(bootstrap, arguments, jdbi);
        case "revoke" -> revoke(bootstrap, arguments, jdbi);
        case String _ -> reset(bootstrap, arguments, jdbi, settings);
      }
    }
  }

  private void create(Bootstrap<?> bootstrap, Namespace arguments, Jdbi jdbi)
      throws JsonProcessingException {
    var name = arguments.getString("name");
    if (!AccessToken.isName(name)) {
      throw new CommandExit(
          Code.WRONG_USAGE, "NAME: expected %s: %s".formatted(AccessToken.NAMES, name));
    }
    var scope = Scope.of(arguments.getString("scope"));
    var made =
        jdbi.inTransaction(handle -> TokenTable.create(handle, actor, name, scope))
            .orElseThrow(() ->
                new CommandExit(
                    Code.NO, name + " has a token; revoke it first, or choose another name"));
    print(
        bootstrap,
        arguments,
        TokenView.of(made),
        List.of(
            "token of %s (%s), shown this once:".formatted(name, scope.label()),
            made.key().text()));
  }

  private void list(Bootstrap<?> bootstrap, Namespace arguments, Jdbi jdbi)
      throws JsonProcessingException {
    var tokens = jdbi.withHandle(TokenTable::all).stream().map(TokenView::of).toList();
    var lines = new ArrayList<String>();
    var width = tokens.stream().mapToInt(token -> token.name().length()).max().orElse(0);
    for (var token : tokens) {
      lines.add(
          "%-5s  %s  nines_%s_...  made %s by %s, %s"
              .formatted(
                  token.scope(),
                  token.name() + " ".repeat(width - token.name().length()),
                  token.key(),
                  token.createdAt().truncatedTo(ChronoUnit.SECONDS),
                  token.createdBy(),
                  state(token)));
    }
    lines.add(Count.of(tokens.size(), "token"));
    print(bootstrap, arguments, tokens, lines);
  }

  private static String state(TokenView token) {
    if (token.revokedAt() != null) {
      return "revoked %s by %s"
          .formatted(token.revokedAt().truncatedTo(ChronoUnit.SECONDS), token.revokedBy());
    }
    return Optional.ofNullable(token.lastUsedAt())
        .map(at -> "last used " + at)
        .orElse("never used");
  }

  private void revoke(Bootstrap<?> bootstrap, Namespace arguments, Jdbi jdbi)
      throws JsonProcessingException {
    var name = arguments.getString("name");
    var revoked =
        jdbi.inTransaction(handle -> TokenTable.revoke(handle, actor, name))
            .orElseThrow(() -> new CommandExit(Code.NO, "there is no valid token of " + name));
    print(
        bootstrap,
        arguments,
        TokenView.of(revoked),
        List.of("the token of " + name + " is revoked"));
  }

  private void reset(Bootstrap<?> bootstrap, Namespace arguments, Jdbi jdbi, Settings settings)
      throws JsonProcessingException {
    var file = settings.dataDir().resolve(AdminToken.FILE);
    var key = AdminToken.reset(jdbi, actor, settings.dataDir());
    print(
        bootstrap,
        arguments,
        Map.of("name", AccessToken.ADMIN, "token", key.text(), "file", file.toString()),
        List.of("admin token, shown this once and written into " + file + ":", key.text()));
  }
}
