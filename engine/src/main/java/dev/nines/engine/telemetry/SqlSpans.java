package dev.nines.engine.telemetry;

import dev.nines.engine.database.StatementWord;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.ErrorAttributes;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * A span for each statement that is part of something traced; for the others nothing is spent. It
 * has the statement with its placeholders, never the values.
 */
public final class SqlSpans implements SqlLogger {
  private final Tracer tracer;
  private final SqlLogger next;

  private SqlSpans(Tracer tracer, SqlLogger next) {
    this.tracer = tracer;
    this.next = next;
  }

  /**
   * Makes spans of a database's statements, beside whatever else follows them.
   *
   * @param jdbi the database
   * @param tracer makes them
   */
  public static void follow(Jdbi jdbi, Tracer tracer) {
    var next = jdbi.getConfig(SqlStatements.class).getSqlLogger();
    jdbi.setSqlLogger(new SqlSpans(tracer, next));
  }

  @Override
  public void logBeforeExecution(StatementContext context) {
    next.logBeforeExecution(context);
  }

  @Override
  public void logAfterExecution(StatementContext context) {
    next.logAfterExecution(context);
    if (Span.current().isRecording()) {
      end(start(context), context.getCompletionMoment());
    }
  }

  @Override
  public void logException(StatementContext context, SQLException why) {
    next.logException(context, why);
    if (Span.current().isRecording()) {
      var span = start(context);
      span.setStatus(StatusCode.ERROR); // the message may quote values
      Optional.ofNullable(why.getSQLState())
          .ifPresent(state -> {
            span.setAttribute(DbAttributes.DB_RESPONSE_STATUS_CODE, state);
            span.setAttribute(ErrorAttributes.ERROR_TYPE, state);
          });
      end(span, context.getExceptionMoment());
    }
  }

  private Span start(StatementContext context) {
    var sql = context.getRenderedSql().strip();
    var operation = StatementWord.of(sql).toUpperCase(Locale.ROOT);
    var builder =
        tracer
            .spanBuilder(operation)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(DbAttributes.DB_SYSTEM_NAME, DbAttributes.DbSystemNameValues.POSTGRESQL)
            .setAttribute(DbAttributes.DB_OPERATION_NAME, operation)
            .setAttribute(DbAttributes.DB_QUERY_TEXT, sql);
    Optional.ofNullable(context.getExecutionMoment()).ifPresent(builder::setStartTimestamp);
    return builder.startSpan();
  }

  private static void end(Span span, @Nullable Instant at) {
    if (at == null) {
      span.end();
    } else {
      span.end(at);
    }
  }
}
