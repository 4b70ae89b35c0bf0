package dev.nines.engine.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;

/**
 * Passes log lines on as long as there is room for them.
 *
 * @param next lets them wait and sends them
 * @param outgoing knows whether there is room
 */
record RoomForLogs(LogRecordProcessor next, Outgoing outgoing) implements LogRecordProcessor {
  @Override
  public void onEmit(Context context, ReadWriteLogRecord line) {
    if (outgoing.enter()) {
      next.onEmit(context, line);
    }
  }

  @Override
  public CompletableResultCode shutdown() {
    return next.shutdown();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return next.forceFlush();
  }
}
