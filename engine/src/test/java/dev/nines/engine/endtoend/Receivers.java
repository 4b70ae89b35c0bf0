package dev.nines.engine.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** A webhook, a Slack, a PagerDuty and an Alertmanager, which answer as the test says. */
final class Receivers implements AutoCloseable {
  static final List<String> CHANNELS = List.of("hook", "chat", "pager", "alertmanager");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SLACK =
      Pattern.compile("incident #(\\d+) (opened|is over|.*)", Pattern.DOTALL);

  private final ServerSocket server;
  private final Path folder;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private volatile Supplier<Answer> answers = () -> Answer.TAKE;
  private volatile Optional<Hold> hold = Optional.empty();

  /** How a request is answered. */
  enum Answer {
    /** As one that has it. */
    TAKE,
    /** The same, two seconds later. */
    TAKE_SLOWLY,
    /** 500. */
    FAIL,
    /** 429, asking for a second's pause. */
    REFUSE_FOR_NOW,
    /** By breaking the connection off. */
    RESET
  }

  /** What a message says of its incident. */
  enum Kind {
    OPENED,
    UPDATED,
    RESOLVED
  }

  /**
   * What has come, whether it was answered or not.
   *
   * @param key what the receiver can tell duplicates by: two messages with the same one are the
   *     same message
   */
  record Heard(String channel, long incident, Kind kind, String key, String body, Answer answer) {
    boolean taken() {
      return answer == Answer.TAKE || answer == Answer.TAKE_SLOWLY;
    }
  }

  private record Hold(String service, Kind kind, CountDownLatch reached, CountDownLatch over) {
    boolean holds(Heard message) {
      return message.kind == kind && message.body.contains(service);
    }
  }

  private Receivers(ServerSocket server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /** Secrets of their channels lie in the folder. */
  static Receivers start(Path folder) throws IOException {
    var receivers =
        new Receivers(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), folder);
    Files.writeString(folder.resolve("chat-url"), receivers.url("chat"));
    Files.writeString(folder.resolve("pager-key"), "0123456789abcdef0123456789abcdef");
    Thread.ofVirtual().start(receivers::accept);
    return receivers;
  }

  String declarations() {
    return """
    ---
    apiVersion: nines.dev/v1
    kind: NotificationChannel
    metadata: {name: hook}
    spec: {type: webhook, url: "%s"}
    ---
    apiVersion: nines.dev/v1
    kind: NotificationChannel
    metadata: {name: chat}
    spec: {type: slack, url_file: "%s"}
    ---
    apiVersion: nines.dev/v1
    kind: NotificationChannel
    metadata: {name: pager}
    spec: {type: pagerduty, routing_key_file: "%s", url: "%s"}
    ---
    apiVersion: nines.dev/v1
    kind: NotificationChannel
    metadata: {name: alertmanager}
    spec: {type: alertmanager, urls: ["%s"]}
    """
        .formatted(
            url("hook"),
            folder.resolve("chat-url"),
            folder.resolve("pager-key"),
            url("pager"),
            url("alertmanager"));
  }

  private String url(String channel) {
    return "http://127.0.0.1:" + server.getLocalPort() + "/" + channel;
  }

  /** {@return everything, in the order in which it came} */
  List<Heard> heard() {
    return List.copyOf(heard);
  }

  /** {@return what they could not read} */
  List<Throwable> faults() {
    return List.copyOf(faults);
  }

  void answer(Supplier<Answer> next) {
    answers = next;
  }

  /** From now on messages of a kind about a service are read and not answered. */
  void hold(String service, Kind kind) {
    hold = Optional.of(new Hold(service, kind, new CountDownLatch(1), new CountDownLatch(1)));
  }

  boolean holds() {
    return hold.filter(one -> one.reached.getCount() == 0).isPresent();
  }

  void release() {
    hold.ifPresent(one -> one.over.countDown());
    hold = Optional.empty();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> receive(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          faults.add(e);
        }
      }
    }
  }

  private void receive(Socket socket) {
    try (socket) {
      socket.setSoTimeout(20_000);
      var request = Request.read(new BufferedInputStream(socket.getInputStream()));
      if (request.isEmpty()) {
        return; // whoever connected was killed before it spoke
      }
      var answer = answers.get();
      var messages = messages(request.get(), answer);
      heard.addAll(messages);
      var held = hold.filter(one -> messages.stream().anyMatch(one::holds));
      if (held.isPresent()) {
        held.get().reached.countDown();
        held.get().over.await();
        return;
      }
      answer(socket, answer);
    } catch (IOException e) {
      // It was killed in the middle of it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      faults.add(e);
    }
  }

  private static void answer(Socket socket, Answer answer)
      throws IOException, InterruptedException {
    switch (answer) {
      case TAKE -> write(socket, "200 OK", "");
      case TAKE_SLOWLY -> {
        Thread.sleep(2_000);
        write(socket, "200 OK", "");
      }
      case FAIL -> write(socket, "500 Internal Server Error", "");
      case REFUSE_FOR_NOW -> write(socket, "429 Too Many Requests", "Retry-After: 1\r\n");
      case RESET -> socket.setSoLinger(true, 0);
    }
  }

  private static void write(Socket socket, String status, String header) throws IOException {
    socket
        .getOutputStream()
        .write(
            "HTTP/1.1 %s\r\n%sContent-Length: 2\r\nConnection: close\r\n\r\nok"
                .formatted(status, header)
                .getBytes(UTF_8));
  }

  private record Request(String path, Map<String, String> headers, String body) {
    /** {@return nothing where the connection ends too soon} */
    static Optional<Request> read(InputStream in) throws IOException {
      var head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        var next = in.read();
        if (next < 0) {
          return Optional.empty();
        }
        head.append((char) next);
      }
      var lines = head.toString().split("\r\n");
      var headers = new HashMap<String, String>();
      for (var i = 1; i < lines.length; i++) {
        var colon = lines[i].indexOf(':');
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
      var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      var body = in.readNBytes(length);
      return body.length < length
          ? Optional.empty()
          : Optional.of(new Request(lines[0].split(" ")[1], headers, new String(body, UTF_8)));
    }
  }

  private static List<Heard> messages(Request request, Answer answer) {
    var channel = request.path.split("/")[1];
    try {
      var json = JSON.readTree(request.body);
      return switch (channel) {
        case "hook" ->
            List.of(
                new Heard(
                    channel,
                    json.at("/data/incident").asLong(),
                    Kind.valueOf(
                        json.path("type").asText().split("\\.")[1].toUpperCase(Locale.ROOT)),
                    request.headers.getOrDefault("webhook-id", ""),
                    request.body,
                    answer));
        case "pager" ->
            List.of(
                new Heard(
                    channel,
                    Long.parseLong(json.path("dedup_key").asText().replaceAll(".*incident-", "")),
                    json.path("event_action").asText().equals("resolve")
                        ? Kind.RESOLVED
                        : Kind.OPENED, // a trigger, be it of an open or an update
                    json.path("dedup_key").asText(),
                    request.body,
                    answer));
        case "chat" -> List.of(slack(channel, json, request.body, answer));
        case "alertmanager" ->
            StreamSupport.stream(json.spliterator(), false)
                .map(alert ->
                    new Heard(
                        channel,
                        alert.at("/annotations/incident").asLong(),
                        Instant.parse(alert.path("endsAt").asText()).isAfter(Instant.now())
                            ? Kind.OPENED // it fires, be it an open, an update or a reminder
                            : Kind.RESOLVED,
                        alert.path("labels").toString(),
                        alert.toString(),
                        answer))
                .toList();
        default -> throw new IllegalArgumentException("no such channel: " + request.path);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Slack gives no key: a message that comes twice is the same to the letter. */
  private static Heard slack(String channel, JsonNode json, String body, Answer answer) {
    var title = SLACK.matcher(json.path("text").asText().lines().findFirst().orElse(""));
    if (!title.find()) {
      throw new IllegalArgumentException("no incident in " + body);
    }
    var kind =
        switch (title.group(2)) {
          case "opened" -> Kind.OPENED;
          case "is over" -> Kind.RESOLVED;
          default -> Kind.UPDATED;
        };
    return new Heard(channel, Long.parseLong(title.group(1)), kind, body, body, answer);
  }

  @Override
  public void close() throws IOException {
    release();
    server.close();
  }
}
