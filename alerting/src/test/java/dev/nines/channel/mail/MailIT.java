package dev.nines.channel.mail;

import static dev.nines.channel.Notifications.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.ChannelSpec.Email.Encryption;
import dev.nines.channel.ChannelSpec.Email.Server;
import dev.nines.channel.ChannelSpec.Login;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.channel.Notification.Type;
import dev.nines.channel.Notifications;
import dev.nines.channel.Secret;
import dev.nines.channel.Templates;
import dev.nines.channel.TextTemplate;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailIT {
  private static final GreenMail SERVER =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private static final Login LOGIN = new Login("nines", new Secret("mail-password"));

  @BeforeAll
  static void start() {
    SERVER.start();
    SERVER.setUser("nines@example.com", "nines", "mail-password");
  }

  @AfterAll
  static void stop() {
    SERVER.stop();
  }

  @BeforeEach
  void empty() throws Exception {
    SERVER.purgeEmailFromAllMailboxes();
  }

  @Test
  void mailHasTextAndHtmlThatSayTheSame() throws Exception {
    assertThat(deliver(Type.OPENED)).isEqualTo(new Delivery.Delivered("127.0.0.1 took the mail"));

    var mail = received();
    assertThat(mail.getSubject()).isEqualTo("[CRITICAL] Shop: incident #42 opened");
    assertThat(mail.getFrom()[0]).hasToString("nines@example.com");
    assertThat(mail.getSentDate()).isEqualTo(NOON);
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    var parts = (MimeMultipart) mail.getContent();
    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat((String) parts.getBodyPart(0).getContent())
        .contains("probe web is down at local: <b>timeout</b> & more")
        .contains("Since: 2026-11-24 11:59:00 UTC")
        .contains("Look at: http://localhost:8080/incidents/42");
    assertThat((String) parts.getBodyPart(1).getContent())
        .contains("&lt;b&gt;timeout&lt;/b&gt; &amp; more")
        .contains("href=\"http://localhost:8080/incidents/42\"");
  }

  @Test
  void mailsOfAnIncidentMakeAThread_andARetryIsTheSameMail() throws Exception {
    deliver(Type.OPENED);
    deliver(Type.OPENED);
    deliver(Type.RESOLVED);

    var mails = SERVER.getReceivedMessages();
    assertThat(mails).hasSize(3);
    assertThat(mails[0].getMessageID())
        .isEqualTo("<incident-42-1-x-ops@example.com>")
        .isEqualTo(mails[1].getMessageID());
    for (var mail : mails) {
      assertThat(mail.getHeader("References")).containsExactly("<incident-42-ops@example.com>");
    }
  }

  @Test
  void subjectCannotForgeAHeader() throws Exception {
    var words =
        new Templates(
            Optional.of(TextTemplate.of("${service}\r\nBcc: thief@example.com é")),
            Optional.empty());
    var spec = spec(words, List.of("ops@example.com"), plain(Optional.empty()));

    new MailChannel(spec, ZoneOffset.UTC, () -> NOON).deliver(Notifications.of(Type.OPENED));

    assertThat(received().getSubject()).isEqualTo("shop Bcc: thief@example.com é");
    assertThat(received().getHeader("Bcc")).isNull();
  }

  @Test
  void userAndPasswordAreShown_andWrongOnesAreFinal() throws UserException {
    assertThat(deliver(plain(Optional.of(LOGIN)))).isInstanceOf(Delivery.Delivered.class);
    var wrong = new Login("nines", new Secret("hidden-password"));
    assertThat(deliver(plain(Optional.of(wrong))))
        .isEqualTo(new Delivery.GiveUp("127.0.0.1: refuses the user and password"));
  }

  @Test
  void encryptionIsRequiredWhereItIsDeclared_becauseAThiefCouldTakeTheOfferAway() {
    assertThat(
            deliver(
                new Server(
                    "127.0.0.1",
                    port(),
                    Encryption.STARTTLS,
                    Optional.of(LOGIN),
                    Optional.empty())))
        .isEqualTo(new Delivery.Retry(Duration.ZERO, "127.0.0.1: does not offer STARTTLS"));
    assertThat(SERVER.getReceivedMessages()).isEmpty();
  }

  @Test
  void mailAndPasswordGoEncryptedToWhomTheCertificateNames(@TempDir Path folder) throws Exception {
    var key = new LocalhostKey(folder);
    try (var front = new StartTlsFront(key, port())) {
      var trusted = Optional.of(key.certificate());

      assertThat(
              deliver(
                  new Server(
                      "localhost", front.port(), Encryption.STARTTLS, Optional.of(LOGIN), trusted)))
          .isEqualTo(new Delivery.Delivered("localhost took the mail"));
      assertThat(received().getSubject()).contains("incident #42");

      assertThat(
              deliver(
                  new Server(
                      "127.0.0.1", front.port(), Encryption.STARTTLS, Optional.of(LOGIN), trusted)))
          .as("another name")
          .isEqualTo(new Delivery.Retry(Duration.ZERO, "127.0.0.1: TLS failed"));
      assertThat(
              deliver(
                  new Server(
                      "localhost",
                      front.port(),
                      Encryption.STARTTLS,
                      Optional.of(LOGIN),
                      Optional.empty())))
          .as("an unknown authority")
          .isEqualTo(new Delivery.Retry(Duration.ZERO, "localhost: TLS failed"));
      assertThat(SERVER.getReceivedMessages()).hasSize(1);
    }
  }

  @Test
  void mailAndPasswordGoByTlsFromTheFirstByteOn(@TempDir Path folder) throws Exception {
    var key = new LocalhostKey(folder);
    System.setProperty("greenmail.tls.keystore.file", key.store().toString());
    System.setProperty("greenmail.tls.keystore.password", LocalhostKey.PASSWORD);
    var setup = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS);
    setup.setServerStartupTimeout(20_000);
    var server = new GreenMail(setup);
    server.start();
    try {
      server.setUser("nines@example.com", "nines", "mail-password");
      var port = server.getSmtps().getPort();
      var trusted = Optional.of(key.certificate());

      assertThat(
              deliver(new Server("localhost", port, Encryption.TLS, Optional.of(LOGIN), trusted)))
          .isEqualTo(new Delivery.Delivered("localhost took the mail"));
      assertThat(server.getReceivedMessages()[0].getSubject()).contains("incident #42");

      assertThat(
              deliver(new Server("127.0.0.1", port, Encryption.TLS, Optional.of(LOGIN), trusted)))
          .as("another name")
          .isEqualTo(new Delivery.Retry(Duration.ZERO, "127.0.0.1: TLS failed"));
      assertThat(
              deliver(
                  new Server(
                      "localhost", port, Encryption.TLS, Optional.of(LOGIN), Optional.empty())))
          .as("an unknown authority")
          .isEqualTo(new Delivery.Retry(Duration.ZERO, "localhost: TLS failed"));
      assertThat(
              deliver(new Server("localhost", port(), Encryption.TLS, Optional.of(LOGIN), trusted)))
          .as("a server without TLS")
          .isEqualTo(new Delivery.Retry(Duration.ZERO, "localhost: TLS failed"));
      assertThat(server.getReceivedMessages()).hasSize(1);
      assertThat(SERVER.getReceivedMessages()).isEmpty();
    } finally {
      server.stop();
      System.clearProperty("greenmail.tls.keystore.file");
      System.clearProperty("greenmail.tls.keystore.password");
    }
  }

  @Test
  void serverThatIsAwayIsTriedAgain() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(
            deliver(
                new Server("127.0.0.1", port, Encryption.NONE, Optional.empty(), Optional.empty())))
        .isEqualTo(new Delivery.Retry(Duration.ZERO, "127.0.0.1: cannot connect"));
  }

  @Test
  void codesDecideWhetherItIsTriedAgain() throws Exception {
    assertThat(answered("451 4.3.0 secret-words"))
        .isEqualTo(
            new Delivery.Retry(Duration.ZERO, "127.0.0.1: does not take the mail now (451)"));
    assertThat(answered("550 5.1.1 secret-words"))
        .isEqualTo(new Delivery.GiveUp("127.0.0.1: refuses the mail (550)"));
  }

  private static Delivery answered(String toRecipients) throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (var connection = socket.accept()) {
              var out = connection.getOutputStream();
              var in = connection.getInputStream();
              say(out, "220 hello");
              var line = new StringBuilder();
              for (int c; (c = in.read()) >= 0; ) {
                if (c == '\n') {
                  say(out, line.toString().startsWith("RCPT") ? toRecipients : "250 ok");
                  line.setLength(0);
                } else {
                  line.append((char) c);
                }
              }
            } catch (IOException _) {
              // The channel hung up.
            }
          });
      return deliver(
          new Server(
              "127.0.0.1",
              socket.getLocalPort(),
              Encryption.NONE,
              Optional.empty(),
              Optional.empty()));
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void dripAndEndlessLineAreBounded() throws Exception {
    for (var endless : List.of(false, true)) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        var talking = Thread.ofVirtual().start(() -> talk(socket, endless));
        var begun = System.nanoTime();

        var delivery =
            deliver(
                new Server(
                    "127.0.0.1",
                    socket.getLocalPort(),
                    Encryption.NONE,
                    Optional.empty(),
                    Optional.empty()),
                Notifications.of(Type.OPENED),
                Duration.ofSeconds(3));

        assertThat(delivery).isInstanceOf(Delivery.Retry.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(talking.join(Duration.ofSeconds(10))).as("hung up").isTrue();
      }
    }
  }

  private static void talk(ServerSocket socket, boolean endless) {
    try (Socket connection = socket.accept()) {
      var out = connection.getOutputStream();
      while (true) {
        out.write("220-x".repeat(endless ? 1_000 : 1).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        if (!endless) {
          Thread.sleep(100);
        }
      }
    } catch (IOException | InterruptedException _) {
      // What the test waits for: the channel hung up.
    }
  }

  private static Delivery deliver(Type type) {
    return deliver(plain(Optional.empty()), Notifications.of(type));
  }

  private static Delivery deliver(Server server) {
    return deliver(server, Notifications.of(Type.OPENED));
  }

  private static Delivery deliver(Server server, Notification told) {
    return deliver(server, told, Duration.ofSeconds(20));
  }

  private static Delivery deliver(Server server, Notification told, Duration timeout) {
    var spec = spec(Templates.NONE, List.of("ops@example.com"), server);
    var delivery = new MailChannel(spec, ZoneOffset.UTC, () -> NOON, timeout).deliver(told);
    assertThat(delivery.toString()).doesNotContain("password\"", "hidden-password", "secret-words");
    assertThat(spec.toString()).doesNotContain("mail-password", "hidden-password");
    return delivery;
  }

  private static ChannelSpec.Email spec(Templates words, List<String> to, Server server) {
    return new ChannelSpec.Email("ops", Match.ALL, words, server, "nines@example.com", to);
  }

  private static Server plain(Optional<Login> login) {
    return new Server("127.0.0.1", port(), Encryption.NONE, login, Optional.empty());
  }

  private static int port() {
    return SERVER.getSmtp().getPort();
  }

  private static MimeMessage received() throws MessagingException {
    assertThat(SERVER.getReceivedMessages()).hasSize(1);
    return SERVER.getReceivedMessages()[0];
  }
}
