package dev.nines.probe.tcp;

import dev.nines.probe.Failure;
import dev.nines.probe.Phase;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.Destination;
import dev.nines.probe.net.NameResolver;
import dev.nines.probe.net.RunContext;
import dev.nines.probe.net.RunLog;
import dev.nines.probe.net.Searches;
import dev.nines.probe.net.Sources;
import dev.nines.probe.tls.TlsClients;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs TCP probes.
 *
 * <p>Thread-safe.
 */
public final class TcpProbe {
  private final NameResolver resolver;
  private final TlsClients tls;
  private final Searches searches;

  /**
   * Makes a prober of TCP targets.
   *
   * @param resolver finds the address
   * @param tls does TLS where a probe asks for it
   * @param searches looks for what is expected
   */
  public TcpProbe(NameResolver resolver, TlsClients tls, Searches searches) {
    this.resolver = resolver;
    this.tls = tls;
    this.searches = searches;
  }

  /**
   * Runs one probe.
   *
   * @param spec what to ask of which target
   * @param context where the run may connect to
   * @param log notes phases and facts
   * @param deadline cuts the connection when it passes
   * @return why the target is not as declared, empty when it is
   * @throws IOException when the connection fails
   */
  public Optional<Failure> run(TcpSpec spec, RunContext context, RunLog log, Deadline deadline)
      throws IOException {
    var module = spec.module();
    log.begin(Phase.RESOLVE);
    var address = resolver.resolve(spec.host(), module.network(), deadline);
    log.peer(address, spec.port());
    var raw = new Socket();
    var layers = new ArrayList<Socket>(List.of(raw));
    try {
      deadline.cutting(() -> close(raw));
      log.begin(Phase.CONNECT);
      context.addresses().check(new Destination.Target(spec.host(), address));
      Sources.bind(raw, module.network().source());
      raw.connect(new InetSocketAddress(address, spec.port()));
      var socket = module.secure() ? secure(raw, spec, layers, log) : raw;
      if (!module.dialogue().isEmpty()) {
        log.begin(Phase.PROCESSING);
        socket = talk(socket, spec, layers, log, deadline);
      }
      log.end();
      close(socket);
    } finally {
      // The connection first: TLS has memory of the system, but may not wait for the peer.
      layers.forEach(TcpProbe::close);
    }
    return Optional.empty();
  }

  private Socket talk(
      Socket connected, TcpSpec spec, List<Socket> layers, RunLog log, Deadline deadline)
      throws IOException {
    var dialogue = spec.module().dialogue();
    var socket = connected;
    var listening = new Listening(dialogue, socket.getInputStream(), log, searches, deadline);
    try {
      for (var step : dialogue) {
        listening.nextStep();
        var toSend = hear(step, listening, log);
        if (toSend.isPresent() && !toSend.get().isEmpty()) {
          socket.getOutputStream().write((toSend.get() + "\n").getBytes(StandardCharsets.UTF_8));
          socket.getOutputStream().flush();
        }
        if (step.startTls()) {
          socket = secure(socket, spec, layers, log);
          log.begin(Phase.PROCESSING);
          listening.to(socket.getInputStream());
        }
      }
    } finally {
      listening.tell();
    }
    return socket;
  }

  /** {@return what is to be sent once the step has heard what it expects} */
  private static Optional<String> hear(TcpModule.Step step, Listening listening, RunLog log)
      throws IOException {
    return switch (step.expect().orElse(null)) {
      case TcpModule.Expected.Line(var pattern) -> {
        var match = listening.line(pattern);
        for (var label : step.labels()) {
          log.expectLabel(label.name(), GroupTemplate.expand(label.value(), match));
        }
        yield step.send().map(template -> GroupTemplate.expand(template, match));
      }
      case TcpModule.Expected.Bytes(var text) -> {
        listening.bytes(text);
        yield step.send();
      }
      case null -> step.send();
    };
  }

  private Socket secure(Socket raw, TcpSpec spec, List<Socket> layers, RunLog log)
      throws IOException {
    log.begin(Phase.TLS);
    var tlsSpec = spec.module().tls();
    var client = tls.client(tlsSpec);
    var socket = client.over(raw, tlsSpec.serverName().orElse(spec.host()));
    layers.add(socket);
    socket.startHandshake();
    log.end();
    client.facts(socket.getSession()).ifPresent(log::tls);
    return socket;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // it is as closed as it can be
    }
  }
}
