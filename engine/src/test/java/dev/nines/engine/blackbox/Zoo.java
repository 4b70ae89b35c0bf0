package dev.nines.engine.blackbox;

import static dev.nines.engine.blackbox.TargetServer.listening;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Every kind of target that the tables know, each on a port of its own. */
final class Zoo implements AutoCloseable {
  private final Certificates certificates;
  private final List<AutoCloseable> servers = new ArrayList<>();
  private final Map<String, Integer> ports = new HashMap<>();

  Zoo(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
    certificates = Certificates.make(folder);
    plain();
    secure();
    var secureWeb = new SecureWeb(certificates);
    servers.add(secureWeb);
    ports.put("h2", secureWeb.port());
  }

  private void plain() throws IOException {
    var web = new WebTarget();
    add("web", web);
    add("web6", listening(ServerSocketFactory.getDefault(), "::1"), web);
    add("proxy", new ProxyTarget(_ -> true));
    add("proxy-auth", new ProxyTarget(head -> head.contains("Authorization: Basic dTpw")));
    add("proxy-header", new ProxyTarget(head -> head.contains("X-Zoo: let me in")));
    add("proxy-closed", new ProxyTarget(_ -> false));
    add("plain-smtp", Dialogues::plainSmtp);
    add("irc", Dialogues::irc);
    add("ssh", Dialogues::ssh);
    add("chatter", Dialogues::chatter);
    add("flood", Dialogues::flood);
    add("unended", Dialogues::unended);
    add("dripping", Dialogues::dripping);
    add("reset", Dialogues::reset);
    add("silent", TargetServer::hang);
    add("closing", _ -> {});
    add("line-60k", Dialogues.longLine(60_000));
    add("line-70k", Dialogues.longLine(70_000));
    try (var gone = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      ports.put("refused", gone.getLocalPort());
    }
    blackHole();
  }

  /** A full backlog: the kernel no longer answers who wants to connect. */
  private void blackHole() throws IOException {
    var hole = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    servers.add(hole);
    for (var i = 0; i < 2; i++) {
      servers.add(new Socket("127.0.0.1", hole.getLocalPort()));
    }
    ports.put("blackhole", hole.getLocalPort());
  }

  private void secure() throws IOException, GeneralSecurityException {
    for (var alias : List.of("server", "expired", "elsewhere", "alone")) {
      add("https-" + alias, tls(certificates.server(alias)), new WebTarget());
    }
    add("https-sni", tls(certificates.byServerName()), new WebTarget());
    add("banner-sni", tls(certificates.byServerName()), Dialogues::ssh);
    var server = certificates.server("server");
    add("https-12", only("TLSv1.2", tls(server)), new WebTarget());
    add("https-13", only("TLSv1.3", tls(server)), new WebTarget());
    add("banner-tls", tls(server), Dialogues::ssh);
    // With TLS 1.3 the client learns too late that its certificate was missed: a race.
    add("https-mtls", asking(only("TLSv1.2", tls(server))), new WebTarget());
    add("https-mtls-13", asking(only("TLSv1.3", tls(server))), new WebTarget());
    add("banner-mtls", asking(only("TLSv1.2", tls(server))), Dialogues::ssh);
    add("proxy-answering", new AnsweringProxy(port("https-server")));
    add("smtp", Dialogues.smtp(server));
    add("smtp-alone", Dialogues.smtp(certificates.server("alone")));
  }

  private void add(String name, TargetServer.Behaviour behaviour) throws IOException {
    add(name, listening(ServerSocketFactory.getDefault(), "127.0.0.1"), behaviour);
  }

  private void add(String name, ServerSocket socket, TargetServer.Behaviour behaviour) {
    servers.add(new TargetServer(socket, behaviour));
    ports.put(name, socket.getLocalPort());
  }

  private static SSLServerSocket tls(SSLContext context) throws IOException {
    return (SSLServerSocket) listening(context.getServerSocketFactory(), "127.0.0.1");
  }

  private static SSLServerSocket only(String version, SSLServerSocket socket) {
    socket.setEnabledProtocols(new String[] {version});
    return socket;
  }

  private static SSLServerSocket asking(SSLServerSocket socket) {
    socket.setNeedClientAuth(true);
    return socket;
  }

  int port(String name) {
    var port = ports.get(name);
    if (port == null) {
      throw new IllegalArgumentException("no such target: " + name);
    }
    return port;
  }

  String at(String name) {
    return "127.0.0.1:" + port(name);
  }

  String web(String path) {
    return "http://" + at("web") + path;
  }

  String https(String name, String path) {
    return "https://" + at("https-" + name) + path;
  }

  /** {@return certificates that are trusted, expired, of another name and of nobody} */
  List<SSLContext> contexts() throws IOException, GeneralSecurityException {
    return List.of(
        certificates.server("server"),
        certificates.server("expired"),
        certificates.server("elsewhere"),
        certificates.server("alone"));
  }

  Path pem(String alias) {
    return certificates.pem(alias);
  }

  /** {@return what a file holds, as a double-quoted text of YAML} */
  static String inline(Path file) throws IOException {
    return "\"" + Files.readString(file).replace("\n", "\\n") + "\"";
  }

  /** The files a module may name: {@code ${ca}}, {@code ${client.pem}}, {@code ${client.key}}. */
  String filled(String module) {
    return module
        .replace("${ca}", certificates.pem("ca").toString())
        .replace("${alone}", certificates.pem("alone").toString())
        .replace("${client.pem}", certificates.pem("client").toString())
        .replace("${client.key}", certificates.key("client").toString());
  }

  @Override
  public void close() throws IOException {
    for (var server : servers) {
      try {
        server.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }
}
