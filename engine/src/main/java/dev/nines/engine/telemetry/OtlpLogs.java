package dev.nines.engine.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.semconv.ExceptionAttributes;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends log lines by OTLP, beside wherever else they go: with the ids of the span that they are
 * logged in. What the SDK itself logs is left out: a collector that is down would be told of it.
 */
public final class OtlpLogs extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final String OF_THE_SDK = "io.opentelemetry";

  private final LoggerProvider loggers;

  private OtlpLogs(LoggerProvider loggers) {
    this.loggers = loggers;
  }

  /**
   * Begins to send what is logged.
   *
   * @param loggers takes the lines
   * @return to be closed
   */
  public static OtlpLogs begin(LoggerProvider loggers) {
    var logs = new OtlpLogs(loggers);
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      logs.setName("otlp");
      logs.setContext(context);
      logs.start();
      context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(logs);
    }
    return logs;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLoggerName().startsWith(OF_THE_SDK)) {
      return;
    }
    var line =
        loggers
            .get(event.getLoggerName())
            .logRecordBuilder()
            .setTimestamp(event.getInstant())
            .setSeverity(severity(event.getLevel()))
            .setSeverityText(event.getLevel().toString())
            .setBody(String.valueOf(event.getFormattedMessage()));
    Optional.ofNullable(event.getThrowableProxy())
        .ifPresent(thrown ->
            line.setAttribute(ExceptionAttributes.EXCEPTION_TYPE, thrown.getClassName())
                .setAttribute(ExceptionAttributes.EXCEPTION_MESSAGE, message(thrown))
                .setAttribute(
                    ExceptionAttributes.EXCEPTION_STACKTRACE, ThrowableProxyUtil.asString(thrown)));
    line.emit();
  }

  private static String message(IThrowableProxy thrown) {
    return Optional.ofNullable(thrown.getMessage()).orElse("");
  }

  private static Severity severity(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> Severity.ERROR;
      case Level.WARN_INT -> Severity.WARN;
      case Level.INFO_INT -> Severity.INFO;
      case Level.DEBUG_INT -> Severity.DEBUG;
      default -> Severity.TRACE;
    };
  }

  /** Sends no more. */
  @Override
  public void close() {
    if (getContext() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
    }
    stop();
  }
}
