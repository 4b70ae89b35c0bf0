package dev.nines.engine.database;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/** How long do statements take? By their first word alone: a text each would have no bound. */
final class StatementTimer implements SqlLogger {
  private static final Set<String> OPERATIONS =
      Set.of("select", "insert", "update", "delete", "with");

  private final MeterRegistry meters;

  StatementTimer(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void logAfterExecution(StatementContext context) {
    record(context, "ok");
  }

  @Override
  public void logException(StatementContext context, SQLException e) {
    record(context, "failed");
  }

  private void record(StatementContext context, String outcome) {
    Timer.builder("jdbi.statements")
        .description("How long statements to the database took, by their first word")
        .tag("operation", operation(context.getRawSql()))
        .tag("outcome", outcome)
        .register(meters)
        .record(context.getElapsedTime(ChronoUnit.NANOS), TimeUnit.NANOSECONDS);
  }

  private static String operation(String sql) {
    var word = StatementWord.of(sql).toLowerCase(Locale.ROOT);
    return OPERATIONS.contains(word) ? word : "other";
  }
}
