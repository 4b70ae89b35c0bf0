package dev.nines.engine.hooks;

import dev.nines.engine.api.Problem;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.hooks.AlertmanagerMessage.Skipped;
import dev.nines.engine.incidents.ExternalAlertTable;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /hooks/alertmanager}: other people's alerts become signals of the service they name. What
 * is answered with 2xx is in the database. Alertmanager sends again on 5xx alone, so a message of
 * which nothing can be taken is told to it, and to the log, once.
 */
@Path("/hooks/alertmanager")
@PermitAll // it has a guard of its own
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class AlertmanagerHook {
  private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerHook.class);
  private static final int MOST_BYTES = 4 << 20;

  private final Supplier<Catalog> catalog;
  private final Jdbi jdbi;
  private final HookGuard guard;
  private final URI externalUrl;
  private final Supplier<Instant> clock;

  /**
   * Takes alerts.
   *
   * @param catalog what is declared
   * @param jdbi where they are kept
   * @param guard who may call it
   * @param externalUrl where people find this Nines: alerts that link to it are its own
   * @param clock the database's
   */
  public AlertmanagerHook(
      Supplier<Catalog> catalog,
      Jdbi jdbi,
      HookGuard guard,
      URI externalUrl,
      Supplier<Instant> clock) {
    this.catalog = catalog;
    this.jdbi = jdbi;
    this.guard = guard;
    this.externalUrl = externalUrl;
    this.clock = clock;
  }

  /**
   * What was taken.
   *
   * @param accepted how many alerts are kept, also where they were known
   * @param skipped those that are not, with what is wrong with each
   * @param truncated how many more Alertmanager left out of the message
   */
  public record Taken(int accepted, List<Skipped> skipped, long truncated) {}

  /**
   * Takes a message. The same message again changes nothing.
   *
   * @param body the webhook's JSON, version 4
   * @param request who asks
   * @return what was taken
   * @throws IOException where the body breaks off
   */
  @POST
  public Taken take(InputStream body, @Context HttpServletRequest request) throws IOException {
    guard.check(request);
    var bytes = body.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw Problem.of(Response.Status.REQUEST_ENTITY_TOO_LARGE, "the body is above 4 MiB");
    }
    var message =
        AlertmanagerMessage.read(
            new String(bytes, StandardCharsets.UTF_8), catalog.get(), externalUrl, clock.get());
    jdbi.useTransaction(
        handle -> message.told().forEach(told -> ExternalAlertTable.put(handle, told)));
    if (!message.skipped().isEmpty()) {
      LOG.warn("alerts of an Alertmanager are passed over: {}", why(message));
    }
    var taken = message.told().size() + message.own().size();
    if (taken == 0 && !message.skipped().isEmpty()) {
      throw Problem.of(Response.Status.BAD_REQUEST, "no alert could be taken: " + why(message));
    }
    var skipped = Stream.concat(message.own().stream(), message.skipped().stream()).toList();
    return new Taken(message.told().size(), skipped, message.truncated());
  }

  private static String why(AlertmanagerMessage message) {
    return message.skipped().stream()
        .limit(10)
        .map(skipped -> skipped.alert() + ": " + skipped.why())
        .distinct()
        .collect(Collectors.joining("; "))
        .replaceAll("\\p{Cntrl}", " ");
  }
}
