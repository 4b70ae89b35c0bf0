package dev.nines.engine.pages.notifications;

import dev.nines.engine.access.Actor;
import dev.nines.engine.api.telling.NotificationsResource;
import dev.nines.engine.notifications.NotificationTable;
import dev.nines.engine.notifications.StoredNotification.State;
import dev.nines.engine.pages.text.Moment;
import io.dropwizard.auth.Auth;
import io.dropwizard.jersey.caching.CacheControl;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@code /notifications}: the dead letters first. */
@Path("/notifications")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class NotificationsPageResource {
  private static final int MOST = 100;

  private final Jdbi jdbi;
  private final InstantSource time;
  private final ZoneId zone;

  /**
   * Shows the outbox.
   *
   * @param jdbi the database
   * @param time tells the present
   * @param zone the zone that times are shown in
   */
  public NotificationsPageResource(Jdbi jdbi, InstantSource time, ZoneId zone) {
    this.jdbi = jdbi;
    this.time = time;
    this.zone = zone;
  }

  /** {@return the page} */
  @GET
  @CacheControl(noStore = true)
  public NotificationsView page() {
    var now = time.instant().atZone(zone);
    return jdbi.withHandle(handle ->
        new NotificationsView(
            new NotificationsView.Page(
                Moment.inFull(now),
                rows(handle, State.DEAD, now),
                rows(handle, State.PENDING, now),
                rows(handle, State.DELIVERED, now),
                MOST)));
  }

  /**
   * Sends one that was given up once more.
   *
   * @param actor who asks
   * @param id its number
   * @return back to the page
   */
  @POST
  @Path("{id}/resend")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response resend(@Auth Actor actor, @PathParam("id") long id) {
    NotificationsResource.resend(jdbi, actor, id);
    return Response.seeOther(URI.create("/notifications")).build();
  }

  private static List<NotificationRow> rows(Handle handle, State state, ZonedDateTime now) {
    return NotificationTable.list(
            handle, Optional.of(state), Optional.empty(), Optional.empty(), MOST)
        .stream()
        .map(note -> NotificationRow.of(note, now))
        .toList();
  }
}
