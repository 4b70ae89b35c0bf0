package dev.nines.channel.mail;

import dev.nines.channel.ChannelSpec.Email.Encryption;
import dev.nines.channel.ChannelSpec.Email.Server;
import dev.nines.channel.Delivery;
import dev.nines.channel.net.BoundedSocket;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Hands mails to a server by SMTP; the only class that knows Jakarta Mail. */
final class SmtpServer {
  static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private final Server server;
  private final Duration timeout;

  SmtpServer(Server server, Duration timeout) {
    this.server = server;
    this.timeout = timeout;
  }

  /**
   * Tries once. What the server says is told by its code alone, since its words may hold anything.
   */
  Delivery send(Mail mail) {
    try {
      var session = Session.getInstance(properties());
      var message = message(session, mail);
      try (var transport = session.getTransport("smtp")) {
        var login = server.login();
        if (login.isPresent()) {
          transport.connect(login.get().user(), login.get().password().value());
        } else {
          transport.connect();
        }
        transport.sendMessage(message, message.getAllRecipients());
      }
      return new Delivery.Delivered(server.host() + " took the mail");
    } catch (AuthenticationFailedException _) {
      return giveUp("refuses the user and password");
    } catch (SendFailedException e) {
      return refused(e);
    } catch (MessagingException e) {
      return retry(reason(e));
    } catch (IOException | GeneralSecurityException _) {
      return giveUp("the file of trusted certificates cannot be read");
    }
  }

  private Properties properties() throws IOException, GeneralSecurityException {
    var properties = new Properties();
    var millis = Long.toString(timeout.toMillis());
    properties.put("mail.smtp.host", server.host());
    properties.put("mail.smtp.port", Integer.toString(server.port()));
    properties.put("mail.smtp.auth", Boolean.toString(server.login().isPresent()));
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.quitwait", "false");
    // One wrong address must not keep the mail from the others.
    properties.put("mail.smtp.sendpartial", "true");
    properties.put("mail.smtp.socketFactory", sockets());
    properties.put("mail.smtp.socketFactory.fallback", "false");
    if (server.encryption() == Encryption.STARTTLS) {
      properties.put("mail.smtp.starttls.enable", "true");
      properties.put("mail.smtp.starttls.required", "true");
      properties.put("mail.smtp.ssl.checkserveridentity", "true");
      properties.put("mail.smtp.ssl.protocols", String.join(" ", PROTOCOLS));
      properties.put("mail.smtp.ssl.socketFactory", tls());
    }
    return properties;
  }

  private SocketFactory sockets() throws IOException, GeneralSecurityException {
    return switch (server.encryption()) {
      case TLS -> {
        var tls = tls();
        yield BoundedSocket.factory(() -> new TlsSocket(tls, server.host()));
      }
      case STARTTLS, NONE -> BoundedSocket.factory(BoundedSocket::new);
    };
  }

  private SSLSocketFactory tls() throws IOException, GeneralSecurityException {
    return server.trusted().isPresent()
        ? trusting(server.trusted().get())
        : (SSLSocketFactory) SSLSocketFactory.getDefault();
  }

  private static SSLSocketFactory trusting(Path authorities)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(authorities)) {
      var number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private static MimeMessage message(Session session, Mail mail) throws MessagingException {
    var message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", mail.messageId());
          }
        };
    message.setFrom(new InternetAddress(mail.from()));
    for (var to : mail.to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
    }
    message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(mail.date()));
    message.setHeader("References", String.join(" ", mail.references()));
    message.setHeader("In-Reply-To", mail.references().getLast());
    message.setHeader("Auto-Submitted", "auto-generated");
    var text = new MimeBodyPart();
    text.setText(mail.text(), StandardCharsets.UTF_8.name());
    var html = new MimeBodyPart();
    html.setContent(mail.html(), "text/html; charset=utf-8");
    message.setContent(new MimeMultipart("alternative", text, html));
    message.saveChanges();
    return message;
  }

  private Delivery refused(SendFailedException e) {
    Address[] sent = e.getValidSentAddresses();
    var code = code(e);
    if (sent != null && sent.length > 0) {
      return new Delivery.Delivered(
          "%s took the mail, but refuses some recipients (%d)".formatted(server.host(), code));
    }
    return code >= 500 ? giveUp("refuses the mail (" + code + ")") : retry(reason(e));
  }

  private static int code(Exception e) {
    for (var next = e; next instanceof MessagingException known; next = known.getNextException()) {
      var code =
          switch (known) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSenderFailedException sender -> sender.getReturnCode();
            case SMTPSendFailedException send -> send.getReturnCode();
            default -> 0;
          };
      if (code >= 400) {
        return code;
      }
    }
    return 0;
  }

  /** Not the exception's own message, which may quote what the server said. */
  private static String reason(Exception e) {
    var code = code(e);
    if (code >= 400) {
      return "does not take the mail now (" + code + ")";
    }
    Throwable cause = e;
    while (cause instanceof MessagingException known && known.getNextException() != null) {
      cause = known.getNextException();
    }
    return switch (cause) {
      case ConnectException _ -> "cannot connect";
      case UnknownHostException _ -> "no such host";
      case SocketTimeoutException _ -> "no answer in time";
      case SSLException _ -> "TLS failed";
      case IOException _ -> "connection broken (" + cause.getClass().getSimpleName() + ")";
      default ->
          String.valueOf(cause.getMessage()).contains("STARTTLS is required")
              ? "does not offer STARTTLS"
              : "the dialogue failed (" + cause.getClass().getSimpleName() + ")";
    };
  }

  private Delivery retry(String why) {
    return new Delivery.Retry(Duration.ZERO, server.host() + ": " + why);
  }

  private Delivery giveUp(String why) {
    return new Delivery.GiveUp(server.host() + ": " + why);
  }
}
