package dev.nines.probe.http;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.Durations;
import dev.nines.probe.net.Faults;
import dev.nines.probe.net.NameResolver;
import dev.nines.probe.net.ProbeFault;
import dev.nines.probe.net.RunContext;
import dev.nines.probe.net.RunLog;
import dev.nines.probe.tls.TlsClients;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.Protocol;
import okhttp3.Response;

/**
 * Runs HTTP probes: hop by hop, each resolved, connected and timed by itself.
 *
 * <p>Thread-safe.
 */
public final class HttpProbe {
  static final int MOST_REDIRECTS = 10;

  /** OkHttp's own bound on the headers of an HTTP/1 answer. */
  private static final long MOST_HEADER_BYTES = 256 * 1024;

  private final NameResolver resolver;
  private final TlsClients tls;
  private final String userAgent;

  /**
   * Makes a prober of HTTP targets.
   *
   * @param resolver finds the address of each hop
   * @param tls does TLS for https hops
   * @param userAgent the User-Agent header, unless a probe declares one
   */
  public HttpProbe(NameResolver resolver, TlsClients tls, String userAgent) {
    this.resolver = resolver;
    this.tls = tls;
    this.userAgent = userAgent;
  }

  /**
   * Runs one probe.
   *
   * @param spec what to ask of which target
   * @param context the trace, sent on every hop, and where the run may connect to
   * @param log notes phases and facts
   * @param deadline cuts the connection when it passes
   * @return why the target is not as declared, empty when it is
   * @throws IOException when a hop fails
   */
  public Optional<Failure> run(HttpSpec spec, RunContext context, RunLog log, Deadline deadline)
      throws IOException {
    var hop = Hop.first(spec, context.traceHeaders(), userAgent);
    for (var redirects = 0; ; redirects++) {
      var sockets = new CountingSockets();
      var call = call(hop, spec, sockets, log, deadline);
      deadline.cutting(() -> {
        call.cancel();
        sockets.cut();
      });
      try (var response = answer(call, sockets, log, deadline)) {
        var location = response.header("Location");
        var leadsOn =
            spec.module().request().followRedirects()
                && Checks.redirect(response.code())
                && location != null
                && !location.isEmpty();
        if (!leadsOn || redirects == MOST_REDIRECTS) {
          return judge(spec, response, redirects, leadsOn, log, deadline);
        }
        log.http(facts(response, redirects, 0));
        hop = hop.redirected(response.code(), String.valueOf(location));
        log.nextHop();
      } finally {
        // nothing more is wanted: spares the wait for the rest of a body
        sockets.cut();
      }
    }
  }

  private Call call(Hop hop, HttpSpec spec, CountingSockets sockets, RunLog log, Deadline deadline)
      throws IOException {
    log.begin(Phase.RESOLVE);
    var address = resolver.resolve(hop.url().host(), spec.module().network(), deadline);
    log.peer(address, hop.url().port());
    log.begin(Phase.CONNECT);
    return hop.url().isHttps()
        ? HopCalls.secure(
            hop,
            address,
            sockets,
            log,
            tls.client(spec.module().tls()),
            hop.serverName(spec.module().tls().serverName()),
            spec.module().request().http2())
        : HopCalls.plain(hop, address, sockets, log);
  }

  private static Response answer(Call call, CountingSockets sockets, RunLog log, Deadline deadline)
      throws IOException {
    try {
      return call.execute();
    } catch (IOException e) {
      if (log.phase() != Phase.PROCESSING) {
        throw e;
      }
      if (sockets.received() == 0 && deadline.passed()) {
        throw new ProbeFault(
            FailureReason.TIMEOUT,
            "no byte of an answer within " + Durations.text(deadline.timeout()));
      }
      if (e.getCause() instanceof EOFException && sockets.received() > MOST_HEADER_BYTES) {
        throw new ProbeFault(
            FailureReason.TOO_LARGE,
            "the answer's header is larger than " + MOST_HEADER_BYTES + " bytes");
      }
      throw e;
    }
  }

  /** The checks in blackbox_exporter's order; the whole body is read whatever the status. */
  private static Optional<Failure> judge(
      HttpSpec spec,
      Response response,
      int redirects,
      boolean tooManyRedirects,
      RunLog log,
      Deadline deadline) {
    var expectation = spec.module().expectation();
    var searched = expectation.body().searched();
    var body = new BodyReader(expectation.body().sizeLimit(), searched);
    var broken = Optional.<Failure>empty();
    log.begin(Phase.TRANSFER);
    try {
      body.read(response.body().source());
    } catch (IOException e) {
      broken = Optional.of(Faults.of(e, log, deadline));
    }
    log.end();
    log.http(facts(response, redirects, body.bytes()));
    var brokenBody = broken;
    var checks = new Checks(expectation);
    return checks
        .status(response.code(), tooManyRedirects)
        .or(() -> brokenBody)
        .or(() -> searched ? checks.body(body.kept()) : Optional.empty())
        .or(() -> checks.version(response.protocol()))
        .or(() -> checks.ssl(response.handshake() != null));
  }

  private static HttpFacts facts(Response response, int redirects, long bodyBytes) {
    var lastModified = response.headers().getInstant("Last-Modified");
    return new HttpFacts(
        response.code(),
        response.protocol() == Protocol.HTTP_2
            ? 2
            : response.protocol() == Protocol.HTTP_1_0 ? 1.0 : 1.1,
        redirects,
        response.body().contentLength(),
        bodyBytes,
        response.handshake() != null,
        Optional.ofNullable(lastModified));
  }
}
