package dev.nines.probe.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nines.probe.Credentials.ClientCredentials;
import dev.nines.probe.FailureReason;
import dev.nines.probe.NetworkSpec;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.Buffer;
import okio.ByteString;

/**
 * Asks for tokens by the client credentials grant (RFC 6749, 4.4). As Go's x/oauth2 does it, the
 * client says who it is in a header, and where that is refused in the form.
 *
 * @param routes find the way to an endpoint
 * @param tls does TLS with it
 * @param userAgent the User-Agent header
 */
record TokenEndpoint(Routes routes, TlsClients tls, String userAgent) {
  private static final long MOST_BYTES = 1 << 20;

  /** A client as it is now: a changed secret makes it another one. */
  record TokenClient(ClientCredentials declared, String id, String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "TokenClient[%s, %s]".formatted(declared, id);
    }
  }

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

  /** What an endpoint decided. */
  sealed interface Grant {
    /**
     * A token.
     *
     * @param token the token
     * @param lasts for how long, where that is said
     */
    record Given(Token token, Optional<Duration> lasts) implements Grant {}

    /**
     * None.
     *
     * @param why in a sentence
     */
    record Refused(String why) implements Grant {}
  }

  /**
   * Asks for a token.
   *
   * @param client who asks
   * @param network how the endpoint is found and reached
   * @param context where the run may connect to
   * @param deadline of the run
   * @return what the endpoint decided
   * @throws ProbeFault when it decided nothing
   */
  Grant ask(TokenClient client, NetworkSpec network, RunContext context, Deadline deadline)
      throws ProbeFault {
    var url = HttpUrl.parse(client.declared().tokenUrl().toString());
    if (url == null) {
      throw new ProbeFault(FailureReason.CREDENTIALS, "no token: its endpoint is no HTTP address");
    }
    var log = new RunLog(() -> 0); // the endpoint's phases and address are not the target's
    log.hide(secrets(client));
    try {
      var answer =
          post(url, inHeader(client), form(client, false), client, network, context, log, deadline);
      if (answer.token().isEmpty()) {
        answer =
            post(
                url, Optional.empty(), form(client, true), client, network, context, log, deadline);
      }
      if (answer.token().isEmpty()) {
        return new Grant.Refused(
            "no token: " + url.host() + ":" + url.port() + " answered " + answer.refusal());
      }
      return new Grant.Given(new Token(answer.scheme(), answer.token().get()), answer.expiresIn());
    } catch (ProbeFault e) {
      throw e.reason() == FailureReason.NOT_ALLOWED || e.reason() == FailureReason.PROBER
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
      TokenClient client,
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
            Optional.of(new Hop.Body(form, true)),
            Optional.empty(),
            true,
            List.of(),
            List.of(),
            Set.of());
    var declared = client.declared();
    var own = context.declared();
    var target = routes.target(url, network, declared.proxy(), own, log, deadline);
    var route = routes.route(url, target, network, declared.proxy(), own, log, deadline);
    var sockets = new CountingSockets(network.source());
    var call = HopCalls.of(hop, route, sockets, log, tls, declared.tls(), true);
    deadline.cutting(() -> HopCalls.cut(call, sockets));
    try (var response = call.execute()) {
      sockets.progress();
      var body = new Buffer();
      var source = response.body().source();
      while (body.size() <= MOST_BYTES && source.read(body, 8 * 1024) >= 0) {
        sockets.progress(); // as much as a token may have
      }
      sockets.cut(); // spares the wait for the rest of a body
      return TokenAnswer.of(response.code(), response.header("Content-Type"), body.readUtf8());
    } finally {
      sockets.cut();
    }
  }

  private static List<String> secrets(TokenClient client) {
    var secrets = new ArrayList<>(client.declared().endpointParams().values());
    secrets.add(client.secret());
    inHeader(client).ifPresent(value -> secrets.add(value.substring("Basic ".length())));
    return secrets;
  }

  private static Optional<String> inHeader(TokenClient client) {
    return Optional.of(
        Credentials.basic(
            URLEncoder.encode(client.id(), UTF_8), URLEncoder.encode(client.secret(), UTF_8)));
  }

  private static ByteString form(TokenClient client, boolean withSecret) {
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
