package dev.nines.engine.blackbox;

import dev.nines.engine.access.Client;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.metrics.RunText;
import dev.nines.engine.reports.DebugReport;
import dev.nines.engine.reports.ShownModule;
import dev.nines.engine.schedule.RunGates;
import dev.nines.engine.series.Metric;
import dev.nines.engine.series.MetricBuilders;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.net.AddressRule;
import dev.nines.probe.net.RunContext;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /probe} as blackbox_exporter does, and for declared probes by their names. Nothing
 * of it goes through JAX-RS or a log: Prometheus asks for every target every few seconds.
 */
public final class ProbeServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ProbeServlet.class);

  private static final String PROBE = "probe";

  private final transient Supplier<Catalog> catalog;
  private final transient BiFunction<ProbeSpec, RunContext, ProbeRun> prober;
  private final transient RunGates gates;
  private final transient ProbeGuard guard;
  private final transient InstantSource clock;
  private final transient Counter unknownModules;
  private final transient DroppedRequests dropped;

  /**
   * Answers requests.
   *
   * @param catalog the modules and probes that can be asked
   * @param prober makes a run
   * @param gates limit the concurrent runs; not those of the scheduled ones, which no client may
   *     hold up
   * @param guard decides who may have what probed
   * @param registry where requests for unknown modules and dropped requests are counted
   * @param clock the wall clock, for {@code debug=true} and for what is logged of drops
   */
  public ProbeServlet(
      Supplier<Catalog> catalog,
      BiFunction<ProbeSpec, RunContext, ProbeRun> prober,
      RunGates gates,
      ProbeGuard guard,
      PrometheusRegistry registry,
      InstantSource clock) {
    this.catalog = catalog;
    this.prober = prober;
    this.gates = gates;
    this.guard = guard;
    this.clock = clock;
    unknownModules = MetricBuilders.counter(Metric.MODULES_UNKNOWN).register(registry);
    dropped = new DroppedRequests(registry, clock, LOG::warn);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      var rule = guard.rule(Client.of(request));
      var question = question(request);
      var run = run(question, rule);
      if (asksForReport(request)) {
        send(response, 200, debug(question, run));
      } else {
        var text = RunText.accepted(request.getHeader("Accept"));
        var body = text.write(question.module(), question.timeout(), run);
        send(response, 200, text.contentType(), body);
      }
    } catch (Refusal refusal) {
      send(response, refusal.status(), refusal.sentence() + "\n");
    }
  }

  private static boolean asksForReport(HttpServletRequest request) {
    return "true".equals(request.getParameter("debug"));
  }

  /**
   * Tells whether an answer would show how a probe is declared: only those who may read the
   * declaration get that.
   *
   * @param request asks for a probe
   * @return whether it would
   */
  public static boolean showsDeclaration(HttpServletRequest request) {
    return asksForReport(request) && request.getParameter(PROBE) != null;
  }

  private String debug(Question question, ProbeRun run) {
    return new DebugReport(
            question.name(),
            ShownModule.of(question.module(), question.ownTimeout()),
            question.displayTarget(),
            question.timeout(),
            run,
            RunText.PLAIN.text(question.module(), question.timeout(), run))
        .text(clock.instant());
  }

  private Question question(HttpServletRequest request) throws Refusal {
    var scrapeTimeout = request.getHeader(ScrapeTimeout.HEADER);
    var probes = request.getParameterValues(PROBE);
    if (probes != null) {
      if (probes.length > 1) {
        throw new Refusal(400, "one request asks one probe: name one");
      }
      return ProbeQuestion.of(
          catalog.get(),
          probes[0],
          scrapeTimeout,
          Stream.of("target", "module", "hostname")
              .filter(name -> request.getParameter(name) != null));
    }
    var known = catalog.get().modules();
    var module = request.getParameter("module");
    if (TargetQuestion.unknown(known, module)) {
      unknownModules.inc();
    }
    return TargetQuestion.of(
        known,
        module,
        request.getParameter("target"),
        request.getParameter("hostname"),
        scrapeTimeout);
  }

  private ProbeRun run(Question question, AddressRule rule) throws Refusal {
    return switch (question) {
      case ProbeQuestion probe -> run(probe.spec(), rule);
      case TargetQuestion target -> {
        ProbeSpec spec;
        try {
          spec = target.spec();
        } catch (IllegalArgumentException e) {
          yield notATarget(target.fault(e));
        }
        yield run(spec, rule);
      }
    };
  }

  private ProbeRun run(ProbeSpec spec, AddressRule rule) throws Refusal {
    var full = gates.enter(spec.hostPort());
    if (full.isPresent()) {
      throw new Refusal(503, dropped.of(spec.hostPort(), full.get()));
    }
    ProbeRun run;
    try {
      run = prober.apply(spec, new RunContext(Map.of(), rule));
    } finally {
      gates.leave(spec.hostPort());
    }
    var overload = run.failure().filter(f -> f.reason() == FailureReason.OVERLOADED);
    if (overload.isPresent()) {
      throw new Refusal(503, dropped.forBodies(overload.get().detail()));
    }
    var refused = run.failure().filter(f -> f.reason() == FailureReason.NOT_ALLOWED);
    if (refused.isPresent() && !ledElsewhere(run)) {
      throw new Refusal(403, refused.get().detail());
    }
    return run;
  }

  /**
   * Where a target's answer leads is the target's doing: it must not take its probe_success away.
   */
  private static boolean ledElsewhere(ProbeRun run) {
    return run.phases().stream().anyMatch(span -> span.hop() > 0)
        || run.http().filter(http -> http.redirects() > 0).isPresent();
  }

  /** To blackbox_exporter a target that cannot be read is one that does not answer. */
  private static ProbeRun notATarget(String sentence) {
    return ProbeRun.notBegun(new Failure(Phase.RESOLVE, FailureReason.TARGET_INVALID, sentence));
  }

  private static void send(HttpServletResponse response, int status, String text)
      throws IOException {
    send(response, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(
      HttpServletResponse response, int status, String contentType, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(contentType);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
