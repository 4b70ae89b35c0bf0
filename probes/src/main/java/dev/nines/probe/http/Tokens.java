package dev.nines.probe.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nines.probe.Credentials.ClientCredentials;
import dev.nines.probe.FailureReason;
import dev.nines.probe.NetworkSpec;
import dev.nines.probe.net.Contents;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.Faults;
import dev.nines.probe.net.ProbeFault;
import dev.nines.probe.net.RunContext;
import dev.nines.probe.net.RunLog;
import dev.nines.probe.tls.TlsClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.Buffer;
import okio.ByteString;

/**
 * Gets tokens by the client credentials grant (RFC 6749, 4.4) and keeps them until shortly before
 * they expire. As Go's x/oauth2 does it, the client says who it is in a header, and where that is
 * refused in the form.
 *
 * <p>Thread-safe. Runs that find no token at the same moment each get one.
 */
final class Tokens {
  private static final int MOST_KEPT = 1_000;
  private static final long MOST_BYTES = 1 << 20;

  /** A token is renewed that much before its end, as in Go's x/oauth2. */
  private static final Duration EARLY = Duration.ofSeconds(10);

  /** How long a token is kept whose endpoint does not say. */
  private static final Duration UNDECLARED = Duration.ofMinutes(5);

  /** A client as it is now: a changed secret makes it another one. */
  private record Client(ClientCredentials declared, String id, String secret) {}

  private record Kept(Token token, long endNanos) {}

  /**
   * What goes into the Authorization header.
   *
   * @param scheme such as {@code Bearer}
   * @param value the token
   */
  record Token(String scheme, String value) {
    @Override
    public String toString() {
      return scheme + " <secret>";
    }
  }

  private final Routes routes;
  private final TlsClients tls;
  private final String userAgent;
  private final LongSupplier nanos;
  private final Map<Client, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Client, Kept> eldest) {
          return size() > MOST_KEPT;
        }
      };

  Tokens(Routes routes, TlsClients tls, String userAgent, LongSupplier nanos) {
    this.routes = routes;
    this.tls = tls;
    this.userAgent = userAgent;
    this.nanos = nanos;
  }

  /**
   * Finds a token, or gets one.
   *
   * @param declared of the probe
   * @param network how the endpoint is found and reached
   * @param context where the run may connect to
   * @param deadline of the run, which getting a token is part of
   * @return the token
   * @throws ProbeFault when there is none to be had
   */
  Token token(
      ClientCredentials declared, NetworkSpec network, RunContext context, Deadline deadline)
      throws ProbeFault {
    var client =
        new Client(
            declared, Contents.read(declared.clientId()), Contents.read(declared.clientSecret()));
    synchronized (kept) {
      var found = kept.get(client);
      if (found != null && found.endNanos() - nanos.getAsLong() > 0) {
        return found.token();
      }
    }
    var began = nanos.getAsLong();
    var answer = ask(client, network, context, deadline);
    var lasts = answer.expiresIn().map(whole -> whole.minus(EARLY)).orElse(UNDECLARED);
    var token = new Token(answer.scheme(), answer.token().orElseThrow());
    synchronized (kept) {
      kept.put(client, new Kept(token, began + lasts.toNanos()));
    }
    return token;
  }

  private TokenAnswer ask(Client client, NetworkSpec network, RunContext context, Deadline deadline)
      throws ProbeFault {
    var url = HttpUrl.parse(client.declared().tokenUrl().toString());
    if (url == null) {
      throw new ProbeFault(FailureReason.CREDENTIALS, "no token: its endpoint is no HTTP address");
    }
    var log = new RunLog(() -> 0); // the endpoint's phases and address are not the target's
    try {
      var answer =
          post(url, inHeader(client), form(client, false), client, network, context, log, deadline);
      if (answer.token().isEmpty()) {
        answer =
            post(
                url, Optional.empty(), form(client, true), client, network, context, log, deadline);
      }
      if (answer.token().isEmpty()) {
        throw new ProbeFault(
            FailureReason.CREDENTIALS,
            "no token: " + url.host() + ":" + url.port() + " answered " + answer.refusal());
      }
      return answer;
    } catch (ProbeFault e) {
      throw e.reason() == FailureReason.NOT_ALLOWED || e.reason() == FailureReason.CREDENTIALS
          ? e
          : new ProbeFault(FailureReason.CREDENTIALS, "no token: " + e.detail());
    } catch (IOException e) {
      throw new ProbeFault(
          FailureReason.CREDENTIALS, "no token: " + Faults.of(e, log, deadline).detail());
    }
  }

  private TokenAnswer post(
      HttpUrl url,
      Optional<String> authorization,
      ByteString form,
      Client client,
      NetworkSpec network,
      RunContext context,
      RunLog log,
      Deadline deadline)
      throws IOException {
    var headers =
        new Headers.Builder()
            .add("User-Agent", userAgent)
            .add("Content-Type", "application/x-www-form-urlencoded");
    authorization.ifPresent(value -> headers.add("Authorization", value));
    var hop =
        new Hop(
            url,
            "POST",
            headers.build(),
            Optional.of(form),
            Optional.empty(),
            true,
            List.of(),
            List.of(),
            Set.of());
    var declared = client.declared();
    var target = routes.target(url, network, declared.proxy(), context, log, deadline);
    var route = routes.route(url, target, network, declared.proxy(), context, log, deadline);
    var sockets = new CountingSockets(network.source());
    var call =
        url.isHttps()
            ? HopCalls.secure(
                hop,
                route,
                sockets,
                log,
                tls.client(declared.tls()),
                hop.serverName(declared.tls().serverName()),
                true)
            : HopCalls.plain(hop, route, sockets, log);
    deadline.cutting(() -> {
      call.cancel();
      sockets.cut();
    });
    try (var response = call.execute()) {
      var body = new Buffer();
      var source = response.body().source();
      while (body.size() <= MOST_BYTES && source.read(body, 8 * 1024) >= 0) {
        // as much as a token may have
      }
      return TokenAnswer.of(response.code(), response.header("Content-Type"), body.readUtf8());
    } finally {
      sockets.cut();
    }
  }

  private static Optional<String> inHeader(Client client) {
    return Optional.of(
        Credentials.basic(
            URLEncoder.encode(client.id(), UTF_8), URLEncoder.encode(client.secret(), UTF_8)));
  }

  private static ByteString form(Client client, boolean withSecret) {
    var declared = client.declared();
    var form = new FormBody.Builder(UTF_8).add("grant_type", "client_credentials");
    if (!declared.scopes().isEmpty()) {
      form.add("scope", String.join(" ", declared.scopes()));
    }
    if (withSecret) {
      form.add("client_id", client.id()).add("client_secret", client.secret());
    }
    new TreeMap<>(declared.endpointParams()).forEach(form::add);
    var bytes = new Buffer();
    try {
      form.build().writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a buffer takes everything
    }
    return bytes.readByteString();
  }
}
