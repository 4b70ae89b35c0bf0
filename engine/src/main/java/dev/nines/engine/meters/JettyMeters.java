package dev.nines.engine.meters;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jetty.JettyServerThreadPoolMetrics;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * How busy is Jetty? Micrometer's gauges of its threads, and its open connections.
 *
 * @param server which Jetty
 */
public record JettyMeters(Server server) implements MeterBinder {
  @Override
  public void bindTo(MeterRegistry registry) {
    new JettyServerThreadPoolMetrics(server.getThreadPool(), Tags.empty()).bindTo(registry);
    for (var connector : server.getConnectors()) {
      if (connector instanceof ServerConnector network) {
        Gauge.builder(
                "jetty.connections.open", network, open -> open.getConnectedEndPoints().size())
            .description("Open connections of a connector")
            .tag("connector", String.valueOf(network.getName()))
            .register(registry);
      }
    }
  }
}
