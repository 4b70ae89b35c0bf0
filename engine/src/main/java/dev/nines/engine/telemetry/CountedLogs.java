package dev.nines.engine.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;

/**
 * Sends log lines by another, and tells what became of them.
 *
 * @param next sends them
 * @param outgoing is told
 */
record CountedLogs(LogRecordExporter next, Outgoing outgoing) implements LogRecordExporter {
  @Override
  public CompletableResultCode export(Collection<LogRecordData> lines) {
    return outgoing.leave(lines.size(), next.export(lines));
  }

  @Override
  public CompletableResultCode flush() {
    return next.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return next.shutdown();
  }
}
