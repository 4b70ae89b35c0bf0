package dev.nines.probe.tls;

import dev.nines.probe.FailureReason;
import dev.nines.probe.TlsFacts;
import dev.nines.probe.net.ProbeFault;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The client side of TLS for all probes that trust alike.
 *
 * <p>No session is ever resumed: a resumed one would skip the certificate, which is half of what a
 * probe wants to see, and would make the handshake look faster than a new visitor's.
 *
 * <p>Thread-safe.
 */
public final class TlsClient {
  /**
   * Sets a number apart that makes each socket's peer unique: the peer's name is the key under
   * which the JDK looks for a session to resume, and there is no other way to have it find none.
   */
  private static final char LABEL = '#';

  private final CheckedTrust trust;
  private final String[] protocols;
  private final SSLContext context;
  private final SSLContext jdk;
  private final AtomicInteger sessions = new AtomicInteger();

  /**
   * Makes a client.
   *
   * @param trust decides about servers
   * @param keys who the client is; empty when it is nobody
   * @param protocols the versions that may be offered, by the JDK's names
   * @param boringSsl shakes hands, instead of the JDK
   */
  TlsClient(
      CheckedTrust trust, KeyManager[] keys, List<String> protocols, Optional<Provider> boringSsl)
      throws GeneralSecurityException {
    this.trust = trust;
    context = context(boringSsl, keys, trust);
    jdk = boringSsl.isEmpty() ? context : context(Optional.empty(), keys, trust);
    this.protocols =
        Arrays.stream(context.getDefaultSSLParameters().getProtocols())
            .filter(protocols::contains)
            .toArray(String[]::new);
  }

  /**
   * Puts TLS on an open connection; the handshake is still to come.
   *
   * @param raw the connection, closed together with the result
   * @param serverName the name for SNI and for the certificate, or an address
   * @return the TLS socket
   * @throws IOException when the connection is not open any more
   */
  public SSLSocket over(Socket raw, String serverName) throws IOException {
    if (protocols.length == 0) {
      throw new ProbeFault(
          FailureReason.PROBER,
          "this JDK allows none of the declared TLS versions (TLS 1.0 and 1.1 are disabled in it)");
    }
    var socket = unshaken(raw, serverName);
    var parameters = new SSLParameters(); // what it does not say stays as it is
    parameters.setProtocols(protocols);
    // Set by hand also because the JDK sends no SNI for a name without a dot.
    parameters.setServerNames(HostNames.indication(serverName));
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static SSLContext context(Optional<Provider> by, KeyManager[] keys, CheckedTrust trust)
      throws GeneralSecurityException {
    var fresh =
        by.isPresent() ? SSLContext.getInstance("TLS", by.get()) : SSLContext.getInstance("TLS");
    fresh.init(keys, new TrustManager[] {trust}, null);
    fresh.getClientSessionContext().setSessionCacheSize(1);
    return fresh;
  }

  /**
   * BoringSSL tells no name without a dot, and stumbles over one that the JDK refuses. An engine
   * knows the peer's name and port only as the key under which it looks for a session to resume: a
   * number in place of the port has it find none.
   */
  private SSLSocket unshaken(Socket raw, String serverName) throws IOException {
    var number = sessions.incrementAndGet();
    if (!HostNames.isPlain(serverName)) {
      return (SSLSocket)
          jdk.getSocketFactory()
              .createSocket(raw, serverName + LABEL + number, raw.getPort(), true);
    }
    var engine = context.createSSLEngine(serverName, number);
    engine.setUseClientMode(true);
    return new EngineSocket(raw, engine);
  }

  /**
   * A factory for a library that wants to put TLS on its own connection.
   *
   * @param serverName the name for SNI and for the certificate, whatever the library asks for
   * @return a factory for one connection
   */
  public OneTlsSocket factory(String serverName) {
    return new OneTlsSocket(this, context.getSocketFactory(), serverName);
  }

  static String serverName(SSLSession handshake) {
    var peer = handshake.getPeerHost();
    var end = peer.lastIndexOf(LABEL);
    return end < 0 ? peer : peer.substring(0, end);
  }

  /** {@return who decides about certificates, to go with {@link OneTlsSocket}} */
  public X509TrustManager trust() {
    return trust;
  }

  /**
   * Reads what a handshake settled.
   *
   * @param session of a socket after its handshake
   * @return the facts, empty when the server presented no certificate
   */
  public Optional<TlsFacts> facts(SSLSession session) {
    try {
      var chain =
          Arrays.stream(session.getPeerCertificates())
              .filter(X509Certificate.class::isInstance)
              .map(X509Certificate.class::cast)
              .toList();
      return Optional.of(trust.facts(session.getProtocol(), session.getCipherSuite(), chain));
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    }
  }
}
