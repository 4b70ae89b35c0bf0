package dev.nines.engine.incidents;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nines.channel.Channel;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.channel.receivers.Channels;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.notifications.Courier;
import io.opentelemetry.api.trace.TracerProvider;
import io.prometheus.metrics.core.metrics.Counter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Receivers that fail, are slow, ask for a pause or break off, and couriers that are abandoned in
 * the middle of a delivery: everybody hears the open and then the end of everything all the same.
 */
class TellingFaultsIT {
  private static final URI URL = URI.create("http://nines.test");
  private static final List<String> CHANNELS = List.of("a", "b", "c");
  private static final int INCIDENTS = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What has come to a receiver, whether it said that it has it or not. */
  private record Heard(
      String channel, long incident, String type, String key, String body, boolean taken) {}

  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final Random random = new Random(20_261_129);
  private final Counter attempts =
      Counter.builder().name("attempts").labelNames("channel", "outcome").build();
  private final CountDownLatch never = new CountDownLatch(1);
  private Channels receivers;
  private HttpServer server;
  private Database database;
  private Jdbi jdbi;
  private volatile boolean faulty = true;

  @BeforeEach
  void open() throws IOException {
    database = TestDatabase.fresh();
    jdbi = database.jdbi();
    receivers = new Channels(ZoneOffset.UTC, InstantSource.system(), _ -> {});
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::receive);
    server.start();
  }

  @AfterEach
  void close() {
    never.countDown();
    receivers.close();
    server.stop(0);
    database.close();
  }

  @Test
  void everybodyHearsTheOpenAndThenTheEndOfEveryIncident() {
    var catalog =
        Incidents.catalog("shop", CHANNELS.stream().map(this::spec).toArray(ChannelSpec[]::new));
    var desk = new IncidentDesk(jdbi, URL);
    var courier = courier(catalog);
    var resolved = 0;
    for (var i = 0; i < INCIDENTS; i++) {
      assertThat(desk.commit(catalog, Incidents.opening("service" + i), _ -> {})).isTrue();
      if (i >= 10) {
        resolve(desk, catalog, resolved++);
      }
      if (i % 10 == 9) {
        var old = courier;
        Thread.ofVirtual().start(old::close); // while another has begun
        courier = courier(catalog);
      }
      hurry();
    }
    while (resolved < INCIDENTS) {
      resolve(desk, catalog, resolved++);
    }
    var dying = courier;
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          hurry();
          return owed() < 40;
        });
    faulty = false;
    dying.close(); // what it has abandoned would fill its lanes for ever
    var last = courier(catalog);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> {
          hurry();
          return owed() == 0;
        });
    last.close();

    assertThat(heard).anyMatch(one -> !one.taken);
    var bodies = new HashMap<String, String>();
    heard.forEach(one ->
        assertThat(bodies.merge(one.key, one.body, (first, _) -> first))
            .as("duplicates of " + one.key)
            .isEqualTo(one.body));
    var byChannel = heard.stream().collect(groupingBy(Heard::channel));
    for (var channel : CHANNELS) {
      var byIncident = byChannel.get(channel).stream().collect(groupingBy(Heard::incident));
      assertThat(byIncident).hasSize(INCIDENTS);
      byIncident.values().forEach(TellingFaultsIT::checkOrder);
    }
    assertThat(heard.size()).as("some came twice").isGreaterThan(bodies.size());
  }

  private static void checkOrder(List<Heard> ofOne) {
    var firstTaken = IntStream.range(0, ofOne.size()).filter(i -> ofOne.get(i).taken).findFirst();
    var firstEnd =
        IntStream.range(0, ofOne.size())
            .filter(i -> ofOne.get(i).type.equals("incident.resolved"))
            .findFirst();
    assertThat(firstTaken).isPresent();
    assertThat(ofOne.get(firstTaken.getAsInt()).type).isEqualTo("incident.opened");
    assertThat(firstEnd).isPresent();
    assertThat(firstEnd.getAsInt())
        .as("no end before the open")
        .isGreaterThan(firstTaken.getAsInt());
    assertThat(ofOne).anyMatch(one -> one.taken && one.type.equals("incident.resolved"));
    assertThat(ofOne.stream().map(Heard::key).distinct()).hasSize(2);
  }

  private void resolve(IncidentDesk desk, Catalog catalog, int i) {
    var incident = Incidents.stored(jdbi, "service" + i).getFirst();
    assertThat(
            desk.commit(
                catalog,
                Incidents.next(
                    "service" + i,
                    Optional.of(incident),
                    Incidents.restored("service" + i + "-http"),
                    incident.updatedAt().plusSeconds(1_000)),
                _ -> {}))
        .isTrue();
  }

  private Courier courier(Catalog catalog) {
    var courier =
        new Courier(jdbi, attempts, new Random(1), System::nanoTime, TracerProvider.noop().get(""));
    var channels = new HashMap<String, Channel>();
    catalog.channels().forEach(spec -> channels.put(spec.name(), abandoning(receivers.open(spec))));
    courier.serve(channels, _ -> Duration.ofDays(1));
    return courier;
  }

  /** As if the process died between the delivery and its mark, now and then. */
  private Channel abandoning(Channel channel) {
    var abandoned = new AtomicInteger();
    return note -> {
      var outcome = channel.deliver(note);
      // some places of a lane stay free, or the rest of its courier's life is silence
      if (faulty && chance(5) && abandoned.incrementAndGet() <= 4) {
        try {
          never.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return outcome;
    };
  }

  private ChannelSpec spec(String name) {
    return new ChannelSpec.Webhook(
        name,
        Match.ALL,
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name),
        Optional.empty());
  }

  private void receive(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var json = JSON.readTree(body);
    var fate = faulty ? draw(10) : 9;
    heard.add(
        new Heard(
            exchange.getRequestURI().getPath().substring(1),
            json.at("/data/incident").asLong(),
            json.at("/type").asText(),
            exchange.getRequestHeaders().getFirst("webhook-id"),
            body,
            fate >= 3));
    switch (fate) {
      case 0 -> exchange.close(); // a reset: nothing is answered
      case 1 -> exchange.sendResponseHeaders(500, -1);
      case 2 -> {
        exchange.getResponseHeaders().add("Retry-After", "1");
        exchange.sendResponseHeaders(429, -1);
      }
      case 3 -> {
        pause();
        exchange.sendResponseHeaders(200, -1);
      }
      default -> exchange.sendResponseHeaders(200, -1);
    }
    exchange.close();
  }

  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean chance(int percent) {
    return draw(100) < percent;
  }

  private synchronized int draw(int bound) {
    return random.nextInt(bound);
  }

  /** Time flies: retries and leases are over. */
  private void hurry() {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            update notification set next_attempt_at = now() where id in (
              select id from notification where pending for update skip locked)
            """));
  }

  private int owed() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select count(*) from notification where pending")
            .mapTo(Integer.class)
            .one());
  }
}
