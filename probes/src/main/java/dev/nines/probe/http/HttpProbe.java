package dev.nines.probe.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nines.probe.Compression;
import dev.nines.probe.Credentials;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.Durations;
import dev.nines.probe.net.Faults;
import dev.nines.probe.net.Mask;
import dev.nines.probe.net.NameResolver;
import dev.nines.probe.net.ProbeFault;
import dev.nines.probe.net.RunContext;
import dev.nines.probe.net.RunLog;
import dev.nines.probe.net.Searches;
import dev.nines.probe.tls.TlsClients;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Runs HTTP probes: hop by hop, each resolved, connected and timed by itself.
 *
 * <p>Thread-safe.
 */
public final class HttpProbe {
  static final int MOST_REDIRECTS = 10;

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private final Routes routes;
  private final Tokens tokens;
  private final TlsClients tls;
  private final String userAgent;
  private final Searches searches;
  private final BodyBudget bodies;

  /**
   * Makes a prober of HTTP targets.
   *
   * @param resolver finds the address of each hop
   * @param tls does TLS for https hops
   * @param userAgent the User-Agent header, unless a probe declares one
   * @param environment the environment's variables by name, for probes whose proxy it decides
   * @param nanos a monotonic clock, by which tokens grow old
   * @param searches look through headers and bodies
   * @param bodies the room for bodies that are kept
   */
  public HttpProbe(
      NameResolver resolver,
      TlsClients tls,
      String userAgent,
      Function<String, @Nullable String> environment,
      LongSupplier nanos,
      Searches searches,
      BodyBudget bodies) {
    this.routes = new Routes(resolver, environment);
    this.tokens = new Tokens(new TokenEndpoint(routes, tls, userAgent), nanos);
    this.tls = tls;
    this.userAgent = userAgent;
    this.searches = searches;
    this.bodies = bodies;
  }

  /**
   * Runs one probe.
   *
   * @param spec what to ask of which target
   * @param reader sees the answers, and may find that the last one lacks what it needs
   * @param context the trace, sent on every hop, and where the run may connect to
   * @param log notes phases and facts
   * @param deadline cuts the connection when it passes
   * @return why the target is not as declared, empty when it is
   * @throws IOException when a hop fails
   */
  public Optional<Failure> run(
      HttpSpec spec, AnswerReader reader, RunContext context, RunLog log, Deadline deadline)
      throws IOException {
    var hop = Hop.first(spec, context.traceHeaders(), userAgent);
    log.hide(hop.secrets());
    log.hide(reader.secrets());
    var module = spec.module();
    for (var redirects = 0; ; redirects++) {
      var network = module.network();
      var target = routes.target(hop.url(), network, module.proxy(), context, log, deadline);
      if (redirects == 0
          && module.request().credentials().orElse(null)
              instanceof Credentials.ClientCredentials credentials) {
        // between two phases: the token's time is not the target's
        var token = tokens.token(credentials, network, context, deadline);
        hop = hop.authorized(token.scheme(), token.value());
        log.hide(hop.secrets());
      }
      var route = routes.route(hop.url(), target, network, module.proxy(), context, log, deadline);
      route.proxy().ifPresent(through -> log.hide(through.secrets()));
      var sockets = new CountingSockets(network.source());
      var call = HopCalls.of(hop, route, sockets, log, tls, module.tls(), module.request().http2());
      deadline.cutting(() -> HopCalls.cut(call, sockets));
      try (var response = answer(call, route, sockets, log, deadline)) {
        try {
          reader.headers(response.headers());
          note(response, new byte[0], reader, log);
          var location = response.header("Location");
          if (!Checks.redirect(response.code()) || location == null || location.isEmpty()) {
            return judge(spec, reader, response, redirects, sockets, log, deadline);
          }
          var follows = module.request().followRedirects();
          if (!follows || redirects == MOST_REDIRECTS) {
            return judgeUnread(spec, reader, response, redirects + 1, follows, log, deadline);
          }
          log.http(HttpFacts.none(redirects + 1));
          var next = hop.redirected(response.code(), location, response.headers());
          log.redirected(hop.shownUrl(), response.code(), next.shownUrl());
          hop = next;
        } finally {
          // Nothing more is wanted. OkHttp waits for the rest of a body when the answer is closed.
          sockets.cut();
        }
      }
    }
  }

  private static void note(Response response, byte[] start, AnswerReader reader, RunLog log) {
    var headers = response.headers();
    log.answer(() -> {
      var secrets = new ArrayList<>(log.secrets());
      secrets.addAll(reader.secrets());
      var shown = new ShownAnswer(headers, new String(start, UTF_8), new Mask(secrets));
      return shown.answer(reader.hidesHeaders(), reader.hidesBody());
    });
  }

  private static Response answer(
      Call call, Route route, CountingSockets sockets, RunLog log, Deadline deadline)
      throws IOException {
    try {
      var response = call.execute();
      sockets.progress();
      return response;
    } catch (IOException e) {
      sockets.cut();
      if (log.phase() == Phase.CONNECT && route.proxy().isPresent()) {
        throw refused(route.proxy().get(), e, deadline);
      }
      if (log.phase() != Phase.PROCESSING) {
        throw e;
      }
      if (sockets.received() == 0 && deadline.passed()) {
        throw new ProbeFault(
            FailureReason.TIMEOUT,
            "no byte of an answer within " + Durations.text(deadline.timeout()));
      }
      if (sockets.full()
          || (e.getCause() instanceof EOFException
              && sockets.received() > CountingSockets.MOST_HEADER_BYTES)) {
        throw new ProbeFault(
            FailureReason.TOO_LARGE,
            "the answer's header is larger than " + CountingSockets.MOST_HEADER_BYTES + " bytes");
      }
      throw e;
    }
  }

  /** OkHttp tells by the text only what a proxy answered to a CONNECT. */
  private static ProbeFault refused(Route.Through proxy, IOException thrown, Deadline deadline) {
    var text = String.valueOf(thrown.getMessage());
    var status = "Unexpected response code for CONNECT: ";
    if (text.startsWith(status)) {
      return new ProbeFault(
          FailureReason.PROXY,
          "the proxy %s refused to connect: status %s"
              .formatted(proxy.name(), text.substring(status.length())));
    }
    if (text.startsWith("Failed to authenticate with proxy")) {
      return new ProbeFault(
          FailureReason.PROXY,
          "the proxy %s refused to connect: status 407, other credentials wanted"
              .formatted(proxy.name()));
    }
    return new ProbeFault(
        FailureReason.PROXY,
        "the proxy %s: %s"
            .formatted(proxy.name(), Faults.of(thrown, proxy.log(), deadline).detail()));
  }

  /** The whole body is read whatever the status. */
  private Optional<Failure> judge(
      HttpSpec spec,
      AnswerReader reader,
      Response response,
      int redirects,
      CountingSockets sockets,
      RunLog log,
      Deadline deadline) {
    var expectation = spec.module().expectation();
    var searched = expectation.body().searched();
    var keeps = searched || reader.wantsBody();
    try (var room = bodies.room()) {
      var body = new BodyReader(expectation.body().sizeLimit(), keeps, room);
      log.begin(Phase.TRANSFER);
      var broken =
          read(body, response, spec.module().request().compression(), sockets, log, deadline);
      log.end();
      log.http(facts(response, redirects, body.bytes()));
      note(response, body.start(), reader, log);
      var missing = reader.last(response.headers(), body.kept(), searches, deadline);
      var checks = new Checks(expectation, searches, deadline);
      return verdict(
          checks,
          response,
          false,
          () ->
              checks
                  .broken(broken, log)
                  .or(() -> searched ? checks.body(body.kept(), log) : Optional.empty()),
          missing,
          log);
    }
  }

  /** As in blackbox_exporter, a redirect that is not followed counts, but its body does not. */
  private Optional<Failure> judgeUnread(
      HttpSpec spec,
      AnswerReader reader,
      Response response,
      int redirects,
      boolean tooMany,
      RunLog log,
      Deadline deadline) {
    var expectation = spec.module().expectation();
    log.begin(Phase.TRANSFER);
    log.end();
    log.http(facts(response, redirects, 0));
    var missing = reader.last(response.headers(), new byte[0], searches, deadline);
    var checks = new Checks(expectation, searches, deadline);
    return verdict(checks, response, tooMany, () -> checks.unread(log), missing, log);
  }

  /** The checks in blackbox_exporter's order. */
  private static Optional<Failure> verdict(
      Checks checks,
      Response response,
      boolean tooManyRedirects,
      Supplier<Optional<Failure>> body,
      Optional<Failure> missing,
      RunLog log) {
    return checks
        .status(response.code(), tooManyRedirects)
        .or(() -> checks.headers(response.headers(), log))
        .or(body)
        .or(() -> checks.version(response.protocol()))
        .or(() -> checks.ssl(response.handshake() != null))
        .or(() -> missing);
  }

  private static Optional<Failure> read(
      BodyReader body,
      Response response,
      Optional<Compression> coding,
      CountingSockets sockets,
      RunLog log,
      Deadline deadline) {
    var raw = new Decoding(response.body().source(), sockets::progress);
    try (var decoded = coding.isPresent() ? raw.of(coding.get()) : raw) {
      body.read(decoded, deadline);
      return Optional.empty();
    } catch (ProbeFault e) {
      return Optional.of(Faults.of(e, log, deadline));
    } catch (IOException e) {
      if (sockets.full()) {
        return Optional.of(Faults.of(CountingSockets.overflow(), log, deadline));
      }
      return Optional.of(
          coding.isEmpty() || raw.connectionBroke() || deadline.passed()
              ? Faults.of(e, log, deadline)
              : new Failure(
                  log.phase(),
                  FailureReason.BODY,
                  "the body is not %s, as it is declared to be".formatted(coding.get().label())));
    }
  }

  /** What is declared, also where no body may follow. */
  private static long contentLength(Response response) {
    var declared = response.header("Content-Length");
    return response.request().method().equals("HEAD")
            && declared != null
            && LENGTH.matcher(declared).matches()
        ? Long.parseLong(declared)
        : response.body().contentLength();
  }

  private static HttpFacts facts(Response response, int redirects, long bodyBytes) {
    var lastModified = response.headers().getInstant("Last-Modified");
    return new HttpFacts(
        response.code(),
        response.protocol() == Protocol.HTTP_2
            ? 2
            : response.protocol() == Protocol.HTTP_1_0 ? 1.0 : 1.1,
        redirects,
        contentLength(response),
        bodyBytes,
        response.handshake() != null,
        Optional.ofNullable(lastModified));
  }
}
