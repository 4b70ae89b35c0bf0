package dev.nines.engine.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.postgresql.PGProperty;
import org.postgresql.util.PSQLState;

/**
 * How does everything else reach the tables? A small pool of connections to a database whose schema
 * is up to date. What it throws names neither arguments of statements nor rows, which may hold
 * notes or secrets, so that it can be logged. Safe for use by many threads.
 */
public final class Database implements AutoCloseable {
  private static final int OWN_POOL_SIZE = 10;
  private static final long BORROW_TIMEOUT_MILLIS = 5_000;
  private static final String CONNECT_TIMEOUT_SECONDS = "5";

  /** A network that swallows packets must not hold up the writer for ever. */
  private static final String ANSWER_TIMEOUT_SECONDS = "60";

  /** Details quote rows. */
  private static final String NO_DETAILS = "false";

  private final DatabaseLogin login;
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(DatabaseLogin login, HikariDataSource pool) {
    this.login = login;
    this.pool = pool;
    this.jdbi =
        Jdbi.create(pool)
            .installPlugin(new PostgresPlugin())
            .configure(
                StatementExceptions.class,
                exceptions -> exceptions.setMessageRendering(MessageRendering.NONE));
  }

  /**
   * Opens a database with ten connections at most, which is enough for Nines' own server.
   *
   * @param login where the database is
   * @return the open database
   * @throws DatabaseException as {@link #open(DatabaseLogin, int)} does
   */
  public static Database open(DatabaseLogin login) {
    return open(login, OWN_POOL_SIZE);
  }

  /**
   * Connects, and brings the schema up to date with the migrations in {@code db/migration}.
   * Instances that start together take turns at that.
   *
   * @param login where the database is
   * @param poolSize how many connections at most, two or more
   * @return the open database
   * @throws DatabaseException when it cannot be reached, refuses us, or cannot be migrated
   */
  public static Database open(DatabaseLogin login, int poolSize) {
    tryOnce(login);
    var pool = new HikariDataSource(poolSettings(login, poolSize));
    var ready = false;
    try {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:db/migration")
          .validateMigrationNaming(true)
          .load()
          .migrate();
      ready = true;
      return new Database(login, pool);
    } catch (FlywayException e) {
      throw new DatabaseException(
          "database %s: its schema cannot be brought up to date: %s"
              .formatted(login.address(), e.getMessage()),
          e);
    } finally {
      if (!ready) {
        pool.close();
      }
    }
  }

  /**
   * Measures the pool and the statements from now on.
   *
   * @param meters where to
   */
  public void bindTo(MeterRegistry meters) {
    pool.setMetricRegistry(meters);
    jdbi.setSqlLogger(new StatementTimer(meters));
  }

  /** {@return the way to the tables} */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** {@return the pool itself, for libraries that want one} */
  public DataSource dataSource() {
    return pool;
  }

  /** {@return the server's host name or address} */
  public String host() {
    return login.host();
  }

  /** {@return the server's port} */
  public int port() {
    return login.port();
  }

  /** Closes the connections. */
  @Override
  public void close() {
    pool.close();
  }

  private static HikariConfig poolSettings(DatabaseLogin login, int poolSize) {
    var settings = new HikariConfig();
    settings.setPoolName("nines");
    settings.setJdbcUrl(login.url());
    settings.setUsername(login.user());
    settings.setPassword(login.password());
    settings.setMaximumPoolSize(poolSize);
    settings.setMinimumIdle(2);
    settings.setConnectionTimeout(BORROW_TIMEOUT_MILLIS);
    settings.addDataSourceProperty(PGProperty.APPLICATION_NAME.getName(), "nines");
    settings.addDataSourceProperty(PGProperty.CONNECT_TIMEOUT.getName(), CONNECT_TIMEOUT_SECONDS);
    settings.addDataSourceProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
    settings.addDataSourceProperty(PGProperty.LOG_SERVER_ERROR_DETAIL.getName(), NO_DETAILS);
    settings.addDataSourceProperty(PGProperty.SOCKET_TIMEOUT.getName(), ANSWER_TIMEOUT_SECONDS);
    return settings;
  }

  /** Connects before there is a pool, which would retry in silence and report a time-out. */
  private static void tryOnce(DatabaseLogin login) {
    try (Connection connection = connect(login)) {
      connection.isValid(1);
    } catch (SQLException e) {
      throw new DatabaseException(describe(login, e), e);
    }
  }

  static Connection connect(DatabaseLogin login) throws SQLException {
    var settings = new Properties();
    PGProperty.USER.set(settings, login.user());
    PGProperty.PASSWORD.set(settings, login.password());
    PGProperty.CONNECT_TIMEOUT.set(settings, CONNECT_TIMEOUT_SECONDS);
    PGProperty.LOGIN_TIMEOUT.set(settings, CONNECT_TIMEOUT_SECONDS);
    PGProperty.SOCKET_TIMEOUT.set(settings, CONNECT_TIMEOUT_SECONDS);
    return DriverManager.getConnection(login.url(), settings);
  }

  private static String describe(DatabaseLogin login, SQLException e) {
    var state = String.valueOf(e.getSQLState());
    if (state.equals(PSQLState.INVALID_PASSWORD.getState()) || state.equals("28000")) {
      return "database %s refuses user %s: %s; check database.user and database.password"
          .formatted(login.address(), login.user(), e.getMessage());
    }
    if (state.equals(PSQLState.CONNECTION_UNABLE_TO_CONNECT.getState())
        || state.equals(PSQLState.CONNECTION_FAILURE.getState())) {
      return "database %s unreachable: %s; check database.url"
          .formatted(login.address(), reason(e));
    }
    return "database %s cannot be used: %s; check database.url"
        .formatted(login.address(), e.getMessage());
  }

  private static String reason(SQLException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return switch (root) {
      case UnknownHostException unknown -> "unknown host " + unknown.getMessage();
      case SocketTimeoutException _ -> "no answer within " + CONNECT_TIMEOUT_SECONDS + " s";
      case ConnectException refused ->
          String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
      case Throwable other -> String.valueOf(other.getMessage());
    };
  }
}
