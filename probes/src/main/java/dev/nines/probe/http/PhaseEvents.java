package dev.nines.probe.http;

import dev.nines.probe.Phase;
import dev.nines.probe.net.RunLog;
import dev.nines.probe.tls.OneTlsSocket;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Turns OkHttp's events into phases, as blackbox_exporter draws their borders: processing begins
 * with the connection, so writing the request belongs to it. It ends with the answer's headers:
 * OkHttp does not tell their first byte.
 */
final class PhaseEvents extends EventListener {
  private final RunLog log;
  private final @Nullable OneTlsSocket tls;

  PhaseEvents(RunLog log, @Nullable OneTlsSocket tls) {
    this.log = log;
    this.tls = tls;
  }

  @Override
  public void secureConnectStart(Call call) {
    log.begin(Phase.TLS);
  }

  @Override
  public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
    log.end();
    if (tls != null) {
      tls.facts().ifPresent(log::tls);
    }
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    log.begin(Phase.PROCESSING);
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    log.end();
  }
}
