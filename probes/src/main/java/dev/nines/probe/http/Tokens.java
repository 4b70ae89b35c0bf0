package dev.nines.probe.http;

import dev.nines.probe.Credentials.ClientCredentials;
import dev.nines.probe.FailureReason;
import dev.nines.probe.NetworkSpec;
import dev.nines.probe.http.TokenEndpoint.Grant;
import dev.nines.probe.http.TokenEndpoint.Token;
import dev.nines.probe.http.TokenEndpoint.TokenClient;
import dev.nines.probe.net.Contents;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.Durations;
import dev.nines.probe.net.ProbeFault;
import dev.nines.probe.net.RunContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;

/**
 * Keeps tokens until shortly before they expire. Of the runs that find none at the same moment one
 * asks for it, and the others take what it gets; each waits no longer than its own deadline, and
 * asks by itself where the one came back without an answer.
 *
 * <p>Thread-safe.
 */
final class Tokens {
  private static final int MOST_KEPT = 1_000;

  /** A token is renewed that much before its end, as in Go's x/oauth2. */
  private static final Duration EARLY = Duration.ofSeconds(10);

  /** How long a token is kept whose endpoint does not say. */
  private static final Duration UNDECLARED = Duration.ofMinutes(5);

  private record Kept(Token token, long endNanos) {}

  private final TokenEndpoint endpoint;
  private final LongSupplier nanos;
  private final Map<TokenClient, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TokenClient, Kept> eldest) {
          return size() > MOST_KEPT;
        }
      };

  /** What is being asked for; nothing comes of it where whoever asked got no answer. */
  private final Map<TokenClient, CompletableFuture<Optional<Grant>>> asked = new HashMap<>();

  Tokens(TokenEndpoint endpoint, LongSupplier nanos) {
    this.endpoint = endpoint;
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
        new TokenClient(
            declared, Contents.read(declared.clientId()), Contents.read(declared.clientSecret()));
    var grant = Optional.<Grant>empty();
    while (grant.isEmpty()) {
      var own = new CompletableFuture<Optional<Grant>>();
      CompletableFuture<Optional<Grant>> others;
      synchronized (kept) {
        var found = kept.get(client);
        if (found != null && found.endNanos() - nanos.getAsLong() > 0) {
          return found.token();
        }
        others = asked.putIfAbsent(client, own);
      }
      grant =
          others == null
              ? Optional.of(ask(client, own, network, context, deadline))
              : wait(others, deadline);
    }
    return switch (grant.get()) {
      case Grant.Given(var token, _) -> token;
      case Grant.Refused(var why) -> throw new ProbeFault(FailureReason.CREDENTIALS, why);
    };
  }

  private Grant ask(
      TokenClient client,
      CompletableFuture<Optional<Grant>> told,
      NetworkSpec network,
      RunContext context,
      Deadline deadline)
      throws ProbeFault {
    var began = nanos.getAsLong();
    var grant = Optional.<Grant>empty();
    try {
      grant = Optional.of(endpoint.ask(client, network, context, deadline));
      return grant.get();
    } finally {
      synchronized (kept) {
        asked.remove(client);
        if (grant.orElse(null) instanceof Grant.Given(var token, var lasts)) {
          var whole = lasts.map(time -> time.minus(EARLY)).orElse(UNDECLARED);
          kept.put(client, new Kept(token, began + whole.toNanos()));
        }
      }
      told.complete(grant);
    }
  }

  private static Optional<Grant> wait(CompletableFuture<Optional<Grant>> told, Deadline deadline)
      throws ProbeFault {
    var mine = told.copy();
    deadline.cutting(() -> mine.cancel(false));
    try {
      return mine.get();
    } catch (CancellationException _) {
      throw new ProbeFault(
          FailureReason.CREDENTIALS,
          "no token: another run that asks for it has none within "
              + Durations.text(deadline.timeout()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ProbeFault(FailureReason.PROBER, "the run was interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // it is completed with a value only
    }
  }
}
