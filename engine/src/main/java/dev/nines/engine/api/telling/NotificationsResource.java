package dev.nines.engine.api.telling;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Audit;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.QueryFaults;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.engine.notifications.NotificationTable;
import dev.nines.engine.notifications.StoredNotification;
import dev.nines.engine.notifications.StoredNotification.State;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code notifications}: what channels were told, are owed, and did not get. */
@Path("/api/v1/notifications")
@Produces(MediaType.APPLICATION_JSON)
public final class NotificationsResource {
  private static final Map<String, State> STATES =
      Arrays.stream(State.values()).collect(toMap(State::label, Function.identity()));
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final Jdbi jdbi;

  /**
   * Shows the outbox.
   *
   * @param jdbi the database
   */
  public NotificationsResource(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * A notification as the API shows it.
   *
   * @param id its number
   * @param state {@code pending}, {@code delivered}, {@code dead} or {@code unneeded}
   * @param channel to whom
   * @param type what happened
   * @param service the service it is about
   * @param severity how bad it was
   * @param summary one sentence
   * @param incident the incident; absent for an alert that opens none
   * @param key its idempotency key
   * @param createdAt when it was written
   * @param attempts how often it was tried
   * @param nextAttemptAt when it is tried again
   * @param endedAt when it was delivered or given up
   * @param lastError why the newest attempt failed
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record NotificationView(
      long id,
      String state,
      String channel,
      String type,
      String service,
      String severity,
      String summary,
      Optional<Long> incident,
      String key,
      Instant createdAt,
      int attempts,
      Optional<Instant> nextAttemptAt,
      Optional<Instant> endedAt,
      Optional<String> lastError) {
    static NotificationView of(StoredNotification note) {
      return new NotificationView(
          note.id(),
          note.state().label(),
          note.channel(),
          note.type(),
          note.service(),
          note.severity(),
          note.summary(),
          note.incident(),
          note.key(),
          note.createdAt(),
          note.attempts(),
          note.nextAttemptAt(),
          note.endedAt(),
          note.lastError());
    }
  }

  /**
   * Lists notifications, newest first.
   *
   * @param state only those
   * @param channel only those of a channel
   * @param before only those with a lower number
   * @param limit how many at most
   * @param asked the whole query
   * @return the notifications
   */
  @GET
  public List<NotificationView> notifications(
      @QueryParam("state") @Nullable String state,
      @QueryParam("channel") @Nullable String channel,
      @QueryParam("before") @Nullable String before,
      @QueryParam("limit") @Nullable String limit,
      @Context UriInfo asked) {
    var faults = new QueryFaults().of(asked, "state", "channel", "before", "limit");
    var wanted = Optional.ofNullable(state).flatMap(word -> state(word, faults));
    var from = faults.number("before", "a notification", before);
    var most = faults.whole("limit", limit, USUAL, MOST);
    faults.check();
    return jdbi
        .withHandle(handle ->
            NotificationTable.list(handle, wanted, Optional.ofNullable(channel), from, most))
        .stream()
        .map(NotificationView::of)
        .toList();
  }

  private static Optional<State> state(String word, QueryFaults faults) {
    var state = Optional.ofNullable(STATES.get(word));
    if (state.isEmpty()) {
      faults.fault(
          "state",
          "expected dead, delivered, pending or unneeded, got \"%s\"%s"
              .formatted(word, Spelling.hint(word, STATES.keySet())));
    }
    return state;
  }

  /**
   * Sends one that was given up once more.
   *
   * @param actor who asks
   * @param id its number
   * @return as it stands then
   */
  @POST
  @Path("{id}/resend")
  public NotificationView resend(@Auth Actor actor, @PathParam("id") long id) {
    return NotificationView.of(resend(jdbi, actor, id));
  }

  /**
   * Sends one that was given up once more, for the API and the page.
   *
   * @param jdbi the database
   * @param actor who asks
   * @param id its number
   * @return as it stands then
   */
  public static StoredNotification resend(Jdbi jdbi, Actor actor, long id) {
    return jdbi.inTransaction(handle -> {
      if (NotificationTable.find(handle, id).isEmpty()) {
        throw Problem.notFound("notification", Long.toString(id));
      }
      var resent = NotificationTable.resend(handle, id);
      switch (resent) {
        case YES -> Audit.record(handle, actor, "notification.resend", Long.toString(id), Map.of());
        case NOT_DEAD -> throw conflict("it was not given up: only what was can be re-sent");
        case OUTDATED ->
            throw conflict(
                "the channel has been told of something newer of this incident since: this would"
                    + " tell it of the past");
      }
      return NotificationTable.find(handle, id).orElseThrow();
    });
  }

  private static RuntimeException conflict(String why) {
    return Problem.of(Response.Status.CONFLICT, why);
  }
}
