package dev.nines.engine.tracing;

import dev.nines.engine.exposition.RequestRoute;
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
import org.jspecify.annotations.Nullable;

/**
 * A server span for each request, in the caller's trace where it names one; once it is answered it
 * is named by its route. The query is left out: it may have secrets.
 */
public final class RequestSpans extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final int SERVER_ERROR = 500;
  private static final int LONGEST_METHOD = 32;

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
        finish(scope.span(), request, status);
      }
    }
  }

  private Span start(HttpServletRequest request) {
    var builder =
        tracer
            .spanBuilder(named(request))
            .setParent(
                W3CTraceContextPropagator.getInstance()
                    .extract(Context.root(), request, Headers.GETTER))
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, RequestRoute.method(request))
            .setAttribute(UrlAttributes.URL_SCHEME, request.getScheme())
            .setAttribute(UrlAttributes.URL_PATH, request.getRequestURI());
    RequestRoute.otherMethod(request)
        .map(RequestSpans::shortened)
        .ifPresent(
            other -> builder.setAttribute(HttpAttributes.HTTP_REQUEST_METHOD_ORIGINAL, other));
    return builder.startSpan();
  }

  /** By the conventions, since what anybody may send is no name. */
  private static String named(HttpServletRequest request) {
    return RequestRoute.otherMethod(request).map(_ -> "HTTP").orElseGet(request::getMethod);
  }

  private static String shortened(String method) {
    return method.length() <= LONGEST_METHOD ? method : method.substring(0, LONGEST_METHOD);
  }

  private static void finish(Span span, HttpServletRequest request, int status) {
    RequestRoute.of(request)
        .ifPresent(route -> {
          span.setAttribute(HttpAttributes.HTTP_ROUTE, route);
          span.updateName(named(request) + " " + route);
        });
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
