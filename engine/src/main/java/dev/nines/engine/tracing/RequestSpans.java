package dev.nines.engine.tracing;

import dev.nines.engine.telemetry.SpanScope;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server span for each request, in the caller's trace where it names one; {@link SpanRoutes}
 * tells it what was matched. The query is left out: it may have secrets.
 */
public final class RequestSpans extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Set<String> METHODS =
      Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

  /** Where what no other pattern holds goes: to Jersey, or to the container itself. */
  private static final Set<String> EVERYTHING = Set.of("/*", "/", "");

  private static final int SERVER_ERROR = 500;

  private final transient Tracer tracer;

  /**
   * Makes spans.
   *
   * @param tracer makes them
   */
  public RequestSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try (var scope = SpanScope.of(start(request))) {
      var status = SERVER_ERROR;
      try {
        chain.doFilter(request, response);
        status = response.getStatus();
      } finally {
        finish(scope.span(), status);
      }
    }
  }

  private Span start(HttpServletRequest request) {
    var method = METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
    var pattern = request.getHttpServletMapping().getPattern();
    var servlet = Optional.of(pattern).filter(p -> !EVERYTHING.contains(p));
    var builder = tracer.spanBuilder(servlet.map(p -> method + " " + p).orElse(method));
    servlet.ifPresent(route -> builder.setAttribute(HttpAttributes.HTTP_ROUTE, route));
    return builder
        .setParent(
            W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), request, Headers.GETTER))
        .setSpanKind(SpanKind.SERVER)
        .setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, method)
        .setAttribute(UrlAttributes.URL_SCHEME, request.getScheme())
        .setAttribute(UrlAttributes.URL_PATH, request.getRequestURI())
        .startSpan();
  }

  private static void finish(Span span, int status) {
    span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, (long) status);
    if (status >= SERVER_ERROR) {
      span.setAttribute(ErrorAttributes.ERROR_TYPE, Integer.toString(status));
      span.setStatus(StatusCode.ERROR);
    }
  }

  /** Reads a request's headers. */
  private enum Headers implements TextMapGetter<HttpServletRequest> {
    GETTER;

    @Override
    public @Nullable String get(@Nullable HttpServletRequest request, String key) {
      return request == null ? null : request.getHeader(key);
    }
  }
}
