package dev.nines.engine.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.semconv.HttpAttributes;
import java.util.stream.Collectors;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;

/** Tells the span of a request which resource it came to, such as {@code /api/v1/slos/{name}}. */
public final class SpanRoutes implements ApplicationEventListener {
  /** One that knows nothing yet. */
  public SpanRoutes() {}

  @Override
  public void onEvent(ApplicationEvent event) {}

  @Override
  public RequestEventListener onRequest(RequestEvent request) {
    return event -> {
      if (event.getType() == RequestEvent.Type.REQUEST_MATCHED) {
        name(Span.current(), event);
      }
    };
  }

  private static void name(Span span, RequestEvent event) {
    var route =
        event.getUriInfo().getMatchedTemplates().reversed().stream()
            .map(template -> template.getTemplate())
            .collect(Collectors.joining())
            .replaceAll("/{2,}", "/");
    if (!route.isEmpty()) {
      span.setAttribute(HttpAttributes.HTTP_ROUTE, route);
      span.updateName(event.getContainerRequest().getMethod() + " " + route);
    }
  }
}
