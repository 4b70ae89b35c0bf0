package dev.nines.engine.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Where Nines' defaults differ from Dropwizard's: connectors listen on this machine only, requests
 * are served by virtual threads and not logged one by one, and libraries speak up when something is
 * wrong.
 */
final class DropwizardDefaults {
  private static final int MOST_REQUESTS = 8_192;

  /** What fits into a few packets: to compress /probe's answer takes as long as to probe TCP. */
  private static final String LEAST_COMPRESSED = "8 KiB";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String LOOPBACK = "127.0.0.1";
  private static final int APPLICATION_PORT = 8080;
  private static final int ADMIN_PORT = 8081;
  private static final String LOG_FORMAT =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n%rEx";
  private static final List<String> CHATTY =
      List.of(
          "com.zaxxer.hikari",
          "io.dropwizard",
          "io.zonky.test",
          "org.eclipse.jetty",
          "org.flywaydb",
          "org.glassfish.jersey",
          "org.quartz");

  /** Logs with its stack trace why the server did not start, which the start command tells too. */
  private static final String TELLS_TWICE = "io.dropwizard.core.cli.ServerCommand";

  private DropwizardDefaults() {}

  /** What is of another shape than expected is left for Jackson to complain of. */
  static void fill(ObjectNode config) {
    if (child(config, "server") instanceof ObjectNode server) {
      server(server);
    }
    if (child(config, "logging") instanceof ObjectNode logging) {
      logging(logging);
    }
  }

  private static JsonNode child(ObjectNode parent, String key) {
    if (!parent.hasNonNull(key)) {
      parent.putObject(key);
    }
    return parent.get(key);
  }

  private static void server(ObjectNode server) {
    putIfAbsent(server, "enableVirtualThreads", JSON.booleanNode(true));
    // virtual threads are cheap; /probe holds one for as long as its target takes
    putIfAbsent(server, "maxThreads", JSON.numberNode(MOST_REQUESTS));
    // a stop must not wait for /probe's slowest target
    putIfAbsent(server, "shutdownGracePeriod", JSON.textNode("2s"));
    if (child(server, "gzip") instanceof ObjectNode gzip) {
      putIfAbsent(gzip, "minimumEntitySize", JSON.textNode(LEAST_COMPRESSED));
    }
    putIfAbsent(server, "requestLog", JSON.objectNode().set("appenders", JSON.arrayNode()));
    if (server.path("type").asText("default").equals("default")) {
      connectors(server, "applicationConnectors", APPLICATION_PORT);
      connectors(server, "adminConnectors", ADMIN_PORT);
    } else if (child(server, "connector") instanceof ObjectNode connector) {
      connector(connector, APPLICATION_PORT);
    }
  }

  private static void connectors(ObjectNode server, String key, int port) {
    putIfAbsent(server, key, JSON.arrayNode().add(JSON.objectNode()));
    for (var connector : server.get(key)) {
      if (connector instanceof ObjectNode object) {
        connector(object, port);
      }
    }
  }

  private static void connector(ObjectNode connector, int port) {
    putIfAbsent(connector, "type", JSON.textNode("http"));
    putIfAbsent(connector, "bindHost", JSON.textNode(LOOPBACK));
    putIfAbsent(connector, "port", JSON.numberNode(port));
  }

  private static void logging(ObjectNode logging) {
    putIfAbsent(logging, "level", JSON.textNode("INFO"));
    var console = JSON.objectNode().put("type", "console").put("logFormat", LOG_FORMAT);
    putIfAbsent(logging, "appenders", JSON.arrayNode().add(console));
    for (var appender : logging.get("appenders")) {
      // trace_id and span_id are where people look for them
      if (appender.get("layout") instanceof ObjectNode layout
          && layout.path("type").asText().equals("json")) {
        putIfAbsent(layout, "flattenMdc", JSON.booleanNode(true));
      }
    }
    if (child(logging, "loggers") instanceof ObjectNode loggers) {
      CHATTY.forEach(name -> putIfAbsent(loggers, name, JSON.textNode("WARN")));
      putIfAbsent(loggers, TELLS_TWICE, JSON.textNode("OFF"));
    }
  }

  private static void putIfAbsent(ObjectNode object, String key, JsonNode value) {
    if (!object.hasNonNull(key)) {
      object.set(key, value);
    }
  }
}
