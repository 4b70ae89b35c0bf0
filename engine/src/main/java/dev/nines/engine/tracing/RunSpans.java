package dev.nines.engine.tracing;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.telemetry.SpanAttributes;
import dev.nines.probe.Failure;
import dev.nines.probe.HopFacts;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpStep;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.StepRun;
import dev.nines.probe.Targets;
import dev.nines.probe.TcpSpec;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import io.opentelemetry.semconv.UrlAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a run saw, as spans below its root: the phases; where there were redirects the hops between;
 * and where there are steps those between. Everything but {@code nines.*} is of OpenTelemetry's
 * semantic conventions for HTTP clients and TLS.
 */
final class RunSpans {
  private static final String TCP = "tcp";

  private final Tracer tracer;

  RunSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Describes a run that is over.
   *
   * @param root its root span, not ended
   * @param spec what it asked
   * @param run what it saw
   * @param began when it began
   */
  void add(Span root, ProbeSpec spec, ProbeRun run, Instant began) {
    describe(root, spec, run);
    var tree = new Tree(spec, run, began);
    switch (spec) {
      case HttpStepsSpec steps -> tree.steps(root, steps);
      case HttpSpec http -> tree.hops(root, run.phases(), http.module().request().method());
      case TcpSpec _ -> tree.hops(root, run.phases(), ""); // of which there is one
    }
  }

  private static void describe(Span root, ProbeSpec spec, ProbeRun run) {
    server(root, spec);
    switch (spec) {
      case HttpSpec http -> {
        root.setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, http.module().request().method());
        root.setAttribute(UrlAttributes.URL_FULL, http.displayTarget());
      }
      case HttpStepsSpec steps -> {
        // of the last step, as the status is
        last(steps, run)
            .ifPresent(step ->
                root.setAttribute(
                    HttpAttributes.HTTP_REQUEST_METHOD, step.http().request().method()));
        root.setAttribute(UrlAttributes.URL_FULL, steps.displayTarget());
      }
      case TcpSpec _ -> root.setAttribute(NetworkAttributes.NETWORK_TRANSPORT, TCP);
    }
    run.address()
        .ifPresent(address ->
            root.setAttribute(NetworkAttributes.NETWORK_PEER_ADDRESS, address.getHostAddress()));
    run.http()
        .filter(http -> http.status() > 0)
        .ifPresent(http -> {
          root.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, (long) http.status());
          root.setAttribute(NetworkAttributes.NETWORK_PROTOCOL_NAME, "http");
          root.setAttribute(
              NetworkAttributes.NETWORK_PROTOCOL_VERSION,
              http.versionName().substring("HTTP/".length()));
        });
    run.tls().ifPresent(tls -> TlsAttributes.protocol(root, tls));
    run.failure().ifPresent(failure -> fail(root, failure));
  }

  private static Optional<HttpStep> last(HttpStepsSpec steps, ProbeRun run) {
    return run.steps().isEmpty()
        ? steps.module().steps().stream().findFirst()
        : Optional.ofNullable(byName(steps).get(run.steps().getLast().name()));
  }

  private static Map<String, HttpStep> byName(HttpStepsSpec steps) {
    return steps.module().steps().stream()
        .collect(toMap(HttpStep::name, Function.identity(), (first, _) -> first));
  }

  /** What the conventions want of every request of a client. */
  private static void request(Span span, String method, Optional<HttpSpec> to) {
    span.setAttribute(HttpAttributes.HTTP_REQUEST_METHOD, method);
    to.ifPresent(http -> {
      span.setAttribute(
          UrlAttributes.URL_FULL, http.displayTarget().replace("%7B", "{").replace("%7D", "}"));
      server(span, http);
    });
  }

  private static void server(Span span, ProbeSpec spec) {
    var hostPort = spec.hostPort();
    span.setAttribute(ServerAttributes.SERVER_ADDRESS, spec.host());
    span.setAttribute(
        ServerAttributes.SERVER_PORT,
        Long.parseLong(hostPort, hostPort.lastIndexOf(':') + 1, hostPort.length(), 10));
  }

  private static void fail(Span span, Failure failure) {
    span.setAttribute(ErrorAttributes.ERROR_TYPE, failure.reason().label());
    span.setStatus(StatusCode.ERROR, failure.detail());
  }

  /** One run's spans. */
  private final class Tree {
    private final ProbeSpec spec;
    private final ProbeRun run;
    private final Instant began;
    private final Map<Integer, HopFacts> hops;
    private final Optional<PhaseSpan> failed;
    private final Optional<PhaseSpan> lastTls;

    Tree(ProbeSpec spec, ProbeRun run, Instant began) {
      this.spec = spec;
      this.run = run;
      this.began = began;
      hops =
          run.hops().stream()
              .collect(toMap(HopFacts::hop, Function.identity(), (first, _) -> first));
      failed = run.failure().flatMap(failure -> last(failure.phase()));
      lastTls = run.tls().flatMap(_ -> last(Phase.TLS));
    }

    private Optional<PhaseSpan> last(Phase phase) {
      return run.phases().reversed().stream().filter(p -> p.phase() == phase).findFirst();
    }

    void steps(Span root, HttpStepsSpec steps) {
      var declared = byName(steps);
      for (var step : run.steps()) {
        var phases =
            run.phases().stream()
                .filter(p -> p.hop() >= step.firstHop() && p.hop() <= step.lastHop())
                .toList();
        var asked = declared.get(step.name());
        if (asked != null && !phases.isEmpty()) { // one that was refused before took no time
          var span = start(root, "step " + step.name(), SpanKind.CLIENT, phases);
          span.setAttribute(SpanAttributes.STEP, step.name());
          var method = asked.http().request().method();
          request(span, method, steps.declared(asked));
          describe(span, step);
          hops(span, phases, method);
          end(span, phases);
        }
      }
    }

    private static void describe(Span span, StepRun step) {
      step.status().ifPresent(status -> status(span, status));
      switch (step.outcome()) {
        case ProbeOutcome.Up _, ProbeOutcome.Degraded _ -> {}
        case ProbeOutcome.Failed(var failure) -> fail(span, failure);
      }
    }

    /** A hop of its own for each where there were redirects; else the phases alone. */
    void hops(Span parent, List<PhaseSpan> phases, String first) {
      if (phases.isEmpty() || phases.getFirst().hop() == phases.getLast().hop()) {
        phases.forEach(phase -> phase(parent, phase));
        return;
      }
      var numbers = phases.stream().map(PhaseSpan::hop).distinct().toList();
      var method = first;
      for (var number : numbers) {
        var own = phases.stream().filter(phase -> phase.hop() == number).toList();
        var span = start(parent, "hop " + number, SpanKind.CLIENT, own);
        span.setAttribute(SpanAttributes.HOP, (long) number);
        if (number > numbers.getFirst()) {
          span.setAttribute(
              HttpAttributes.HTTP_REQUEST_RESEND_COUNT, (long) number - numbers.getFirst());
        }
        var facts = Optional.ofNullable(hops.get(number));
        request(span, method, facts.map(HopFacts::url).flatMap(this::asked));
        facts.ifPresent(hop -> describe(span, hop));
        var asked = method;
        method =
            facts
                .flatMap(HopFacts::status)
                .map(status -> HopFacts.methodAfter(asked, status))
                .orElse(method);
        own.forEach(phase -> phase(span, phase));
        end(span, own);
      }
    }

    private Optional<HttpSpec> asked(String url) {
      return Targets.url(url).map(at -> new HttpSpec(at, spec.timeout(), HttpModule.DEFAULT));
    }

    private static void describe(Span span, HopFacts hop) {
      hop.status().ifPresent(status -> status(span, status));
      hop.address()
          .ifPresent(address ->
              span.setAttribute(NetworkAttributes.NETWORK_PEER_ADDRESS, address.getHostAddress()));
    }

    private static void status(Span span, int status) {
      span.setAttribute(HttpAttributes.HTTP_RESPONSE_STATUS_CODE, (long) status);
    }

    private void phase(Span parent, PhaseSpan phase) {
      var span = start(parent, phase.phase().label(), SpanKind.INTERNAL, phase.startNanos());
      span.setAttribute(SpanAttributes.HOP, (long) phase.hop());
      switch (phase.phase()) {
        case CONNECT -> {
          span.setAttribute(NetworkAttributes.NETWORK_TRANSPORT, TCP);
          Optional.ofNullable(hops.get(phase.hop()))
              .map(HopFacts::address)
              .orElse(hops.isEmpty() && run.steps().isEmpty() ? run.address() : Optional.empty())
              .ifPresent(address ->
                  span.setAttribute(
                      NetworkAttributes.NETWORK_PEER_ADDRESS, address.getHostAddress()));
        }
        case TLS ->
            run.tls()
                .filter(_ -> lastTls.filter(phase::equals).isPresent()) // the facts are of that one
                .ifPresent(tls -> TlsAttributes.handshake(span, tls));
        case RESOLVE, PROCESSING, TRANSFER -> {}
      }
      if (failed.filter(phase::equals).isPresent()) {
        run.failure().ifPresent(failure -> fail(span, failure));
      }
      span.end(began.plusNanos(phase.endNanos()));
    }

    private Span start(Span parent, String name, SpanKind kind, List<PhaseSpan> over) {
      return start(
          parent, name, kind, over.stream().mapToLong(PhaseSpan::startNanos).min().orElse(0));
    }

    private Span start(Span parent, String name, SpanKind kind, long from) {
      return tracer
          .spanBuilder(name)
          .setParent(Context.root().with(parent))
          .setSpanKind(kind)
          .setStartTimestamp(began.plusNanos(from))
          .startSpan();
    }

    private void end(Span span, List<PhaseSpan> over) {
      span.end(began.plusNanos(over.stream().mapToLong(PhaseSpan::endNanos).max().orElse(0)));
    }
  }
}
