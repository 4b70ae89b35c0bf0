package dev.nines.engine.database;

import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** A way to a database that can be cut and mended. */
public final class SwitchedDatabase {
  private final Jdbi jdbi;
  private volatile boolean cut;

  public SwitchedDatabase(Database database) {
    jdbi =
        Jdbi.create(
                () -> {
                  if (cut) {
                    throw new SQLException("connection refused", "08001");
                  }
                  return database.dataSource().getConnection();
                })
            .installPlugin(new PostgresPlugin());
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  public void cut() {
    cut = true;
  }

  public void mend() {
    cut = false;
  }
}
