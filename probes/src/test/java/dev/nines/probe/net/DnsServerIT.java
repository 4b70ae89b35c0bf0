package dev.nines.probe.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nines.probe.FailureReason;
import dev.nines.probe.IpSpec;
import dev.nines.probe.IpSpec.Version;
import dev.nines.probe.NetworkSpec;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DnsServerIT {
  private static final InetAddress FOUR = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::1");

  private final Server server = new Server();
  private final NameResolver resolver =
      new NameResolver(_ -> {
        throw new AssertionError("the operating system must not be asked");
      });
  private final Deadlines deadlines = new Deadlines();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.socket.close();
    resolver.close();
    deadlines.close();
  }

  @Test
  void preferredVersionIsAskedFirst() throws IOException {
    server.knows("shop.example", FOUR, SIX);

    assertThat(resolve("shop.example", Version.IP6, true)).isEqualTo(SIX);
    assertThat(resolve("shop.example", Version.IP4, true)).isEqualTo(FOUR);
    assertThat(server.asked).containsExactly("AAAA", "A");
  }

  @Test
  void otherVersionIsAskedOnlyWithFallback() throws IOException {
    server.knows("four.example", FOUR);

    assertThat(resolve("four.example", Version.IP6, true)).isEqualTo(FOUR);
    refused(
        "four.example", false, "the resolver 127.0.0.1:%d has no IPv6 address for four.example");
    assertThat(server.asked).containsExactly("AAAA", "A", "AAAA");
  }

  @Test
  void unknownNameNamesTheResolver() {
    refused("gone.example", true, "the resolver 127.0.0.1:%d does not know gone.example");
  }

  @Test
  void serverFailureIsNamed() {
    server.code = 2;

    refused(
        "shop.example",
        true,
        "the resolver 127.0.0.1:%d cannot tell the address of shop.example: DNS server failure");
  }

  @Test
  void silentServerCostsNoMoreThanTheDeadline() {
    server.socket.close();

    try (var deadline = deadlines.start(Duration.ofMillis(500))) {
      var began = System.nanoTime();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> resolver.resolve("shop.example", network(Version.IP6, true), deadline));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  private void refused(String host, boolean fallback, String sentence) {
    assertThatExceptionOfType(ProbeFault.class)
        .isThrownBy(() -> resolve(host, Version.IP6, fallback))
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(FailureReason.NAME_NOT_RESOLVED))
        .withMessageStartingWith(sentence.formatted(server.port()));
  }

  private InetAddress resolve(String host, Version preferred, boolean fallback) throws IOException {
    try (var deadline = deadlines.start(Duration.ofSeconds(20))) {
      return resolver.resolve(host, network(preferred, fallback), deadline);
    }
  }

  private NetworkSpec network(Version preferred, boolean fallback) {
    return new NetworkSpec(
        new IpSpec(preferred, fallback),
        Optional.empty(),
        Optional.of(new InetSocketAddress("127.0.0.1", server.port())));
  }

  /** Answers questions for A and AAAA with what it knows, as RFC 1035 has it. */
  private static final class Server {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final DatagramSocket socket = open();
    volatile Map<String, List<InetAddress>> names = Map.of();
    volatile int code;
    private int port;

    private static DatagramSocket open() {
      try {
        return new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    int port() {
      return port;
    }

    void start() {
      port = socket.getLocalPort();
      Thread.ofVirtual().start(this::serve);
    }

    void knows(String name, InetAddress... addresses) {
      names = Map.of(name, List.of(addresses));
    }

    private void serve() {
      while (!socket.isClosed()) {
        try {
          var packet = new DatagramPacket(new byte[512], 512);
          socket.receive(packet);
          var answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
          socket.send(
              new DatagramPacket(answer.array(), answer.position(), packet.getSocketAddress()));
        } catch (IOException _) {
          return; // closed
        }
      }
    }

    private ByteBuffer answer(ByteBuffer query) {
      var id = query.getShort();
      query.position(12);
      var name = new StringBuilder();
      for (var length = query.get(); length > 0; length = query.get()) {
        for (int i = 0; i < length; i++) {
          name.append((char) query.get());
        }
        name.append('.');
      }
      name.setLength(name.length() - 1);
      var six = query.getShort() == 28;
      query.getShort();
      asked.add(six ? "AAAA" : "A");
      var known = names.get(name.toString());
      var found =
          known == null
              ? List.<InetAddress>of()
              : known.stream().filter(a -> a.getAddress().length == (six ? 16 : 4)).toList();
      var answer = ByteBuffer.allocate(512);
      var status = code != 0 ? code : known == null ? 3 : 0;
      answer.putShort(id).putShort((short) (0x8180 | status));
      answer.putShort((short) 1).putShort((short) found.size()).putInt(0);
      answer.put(query.array(), 12, query.position() - 12);
      for (var address : found) {
        answer.putShort((short) 0xc00c).putShort((short) (six ? 28 : 1)).putShort((short) 1);
        answer.putInt(60).putShort((short) address.getAddress().length);
        answer.put(address.getAddress());
      }
      return answer;
    }
  }
}
