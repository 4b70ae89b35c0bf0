package dev.nines.engine.cli;

import dev.nines.channel.Secret;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.database.DataDirectory;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.DatabaseException;
import dev.nines.engine.database.DatabaseLogin;
import dev.nines.engine.database.PostgresServer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jdbi.v3.core.Jdbi;

/**
 * The database of a configuration, for a command. An embedded one that a running Nines holds is
 * reached by the password in its data folder, and one that nobody runs is run meanwhile. So a
 * command needs neither the API nor a token: who may read that folder may do all of this anyway,
 * and who has lost the admin token has no other way.
 */
final class CommandDatabase implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Database database;

  private CommandDatabase(Settings settings) {
    try {
      database = Database.open(login(settings));
      opened.push(database);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Ends the command with a sentence where the database cannot be used. */
  static CommandDatabase open(Settings settings) {
    try {
      return new CommandDatabase(settings);
    } catch (DatabaseException e) {
      throw new CommandExit(Code.CANNOT_SAY, String.valueOf(e.getMessage()));
    }
  }

  Jdbi jdbi() {
    return database.jdbi();
  }

  private DatabaseLogin login(Settings settings) {
    var named = settings.database();
    if (named.isPresent()) {
      return DatabaseLogin.of(
          named.get().url(), named.get().user(), named.get().password().map(Secret::value));
    }
    var folder = settings.dataDir();
    if (!PostgresServer.isIn(folder)) {
      throw new CommandExit(
          Code.CANNOT_SAY,
          "there is no database in %s yet: start ./nines server".formatted(folder));
    }
    return PostgresServer.running(folder)
        .orElseGet(() -> {
          var claimed = DataDirectory.open(folder);
          opened.push(claimed);
          var server = PostgresServer.start(claimed);
          opened.push(server);
          return server.login();
        });
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException(e); // none of them throws a checked one
      }
    }
  }
}
