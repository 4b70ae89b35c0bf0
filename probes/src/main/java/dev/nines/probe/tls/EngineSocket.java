package dev.nines.probe.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * The client's side of TLS on an open connection, by an engine. The libraries' own sockets keep 64
 * KiB of buffers each for as long as they live; {@link TlsRecords} has none while it waits.
 *
 * <p>As of any socket, one thread may read and another write, and a third close it.
 */
final class EngineSocket extends SSLSocket {
  private final Socket raw;
  private final SSLEngine engine;
  private final TlsRecords records;
  private final InputStream in = new Plain();
  private final OutputStream out = new Sealing();

  /**
   * Sends nothing yet.
   *
   * @param raw the connection, closed together with this
   * @param engine a client's, that has not begun
   * @throws IOException when the connection is not open any more
   */
  EngineSocket(Socket raw, SSLEngine engine) throws IOException {
    this.raw = raw;
    this.engine = engine;
    records = new TlsRecords(raw, engine);
  }

  @Override
  public void startHandshake() throws IOException {
    records.begin();
  }

  @Override
  public void close() {
    records.close();
  }

  @Override
  public InputStream getInputStream() throws IOException {
    records.checkOpen();
    return in;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    records.checkOpen();
    return out;
  }

  @Override
  public SSLSession getSession() {
    return engine.getSession();
  }

  @Override
  public SSLSession getHandshakeSession() {
    return engine.getHandshakeSession();
  }

  @Override
  public String getApplicationProtocol() {
    return engine.getApplicationProtocol();
  }

  @Override
  public SSLParameters getSSLParameters() {
    return engine.getSSLParameters();
  }

  @Override
  public void setSSLParameters(SSLParameters parameters) {
    engine.setSSLParameters(parameters);
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return engine.getSupportedCipherSuites();
  }

  @Override
  public String[] getEnabledCipherSuites() {
    return engine.getEnabledCipherSuites();
  }

  @Override
  public void setEnabledCipherSuites(String[] suites) {
    engine.setEnabledCipherSuites(suites);
  }

  @Override
  public String[] getSupportedProtocols() {
    return engine.getSupportedProtocols();
  }

  @Override
  public String[] getEnabledProtocols() {
    return engine.getEnabledProtocols();
  }

  @Override
  public void setEnabledProtocols(String[] protocols) {
    engine.setEnabledProtocols(protocols);
  }

  @Override
  public boolean getEnableSessionCreation() {
    return engine.getEnableSessionCreation();
  }

  @Override
  public void setEnableSessionCreation(boolean may) {
    engine.setEnableSessionCreation(may);
  }

  @Override
  public boolean getUseClientMode() {
    return true;
  }

  @Override
  public void setUseClientMode(boolean client) {
    if (!client) {
      throw new IllegalArgumentException("probes are clients only");
    }
  }

  @Override
  public boolean getNeedClientAuth() {
    return false;
  }

  @Override
  public void setNeedClientAuth(boolean need) {
    throw new IllegalArgumentException("probes are clients only");
  }

  @Override
  public boolean getWantClientAuth() {
    return false;
  }

  @Override
  public void setWantClientAuth(boolean want) {
    throw new IllegalArgumentException("probes are clients only");
  }

  @Override
  public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
    throw new UnsupportedOperationException("the handshake is over when startHandshake returns");
  }

  @Override
  public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
    throw new IllegalArgumentException("not registered");
  }

  @Override
  public boolean isClosed() {
    return records.isClosed();
  }

  @Override
  public boolean isConnected() {
    return raw.isConnected();
  }

  @Override
  public boolean isBound() {
    return raw.isBound();
  }

  @Override
  public boolean isInputShutdown() {
    return engine.isInboundDone() || raw.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return engine.isOutboundDone() || raw.isOutputShutdown();
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return raw.getSoTimeout();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    raw.setSoTimeout(millis);
  }

  @Override
  public InetAddress getInetAddress() {
    return raw.getInetAddress();
  }

  @Override
  public int getPort() {
    return raw.getPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return raw.getRemoteSocketAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return raw.getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return raw.getLocalPort();
  }

  /** What the peer says. */
  private final class Plain extends InputStream {
    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return records.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      return records.read(to, offset, length);
    }

    @Override
    public void close() {
      records.close();
    }
  }

  /** What is said to the peer. */
  private final class Sealing extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      records.write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      records.write(from, offset, length);
    }

    @Override
    public void close() {
      records.close();
    }
  }
}
