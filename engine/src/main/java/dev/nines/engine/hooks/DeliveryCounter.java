package dev.nines.engine.hooks;

import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.List;

/** Counts what was delivered to each hook, and why it was refused. */
public final class DeliveryCounter implements ContainerResponseFilter {
  private static final String PATH = "hooks/";
  private static final String ACCEPTED = "accepted";
  private static final List<String> HOOKS = List.of("alertmanager", "cdevents", "github", "gitlab");

  private final Counter deliveries;

  /**
   * Counts.
   *
   * @param registry where the series are
   */
  public DeliveryCounter(PrometheusRegistry registry) {
    deliveries = MetricBuilders.counter(Metric.HOOK_DELIVERIES).register(registry);
    HOOKS.forEach(hook -> deliveries.initLabelValues(hook, ACCEPTED));
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    var path = request.getUriInfo().getPath();
    var hook = path.startsWith(PATH) ? path.substring(PATH.length()) : "";
    if (HOOKS.contains(hook)) {
      deliveries.labelValues(hook, outcome(response.getStatus())).inc();
    }
  }

  private static String outcome(int status) {
    return switch (status) {
      case 401, 403 -> "unauthorized";
      case 413 -> "too_large";
      case 422 -> "unprocessable";
      case 503 -> "unavailable";
      default -> status < 400 ? ACCEPTED : status < 500 ? "malformed" : "failed";
    };
  }
}
