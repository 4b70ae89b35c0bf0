package dev.nines.engine.api;

import dev.nines.engine.access.Audit;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code audit}: who has done what. For who may write. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("write")
public final class AuditResource {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final Jdbi jdbi;

  /**
   * Shows the log.
   *
   * @param jdbi where it is
   */
  public AuditResource(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Lists entries.
   *
   * @param actor of whom alone
   * @param action of which kind alone
   * @param subject done to what alone
   * @param from not before this instant
   * @param to before this instant
   * @param before with a lower number, to read on from where a list ended
   * @param limit how many, 1 to 1000
   * @param asked the whole query
   * @return newest first
   */
  @GET
  public List<Audit.Entry> entries(
      @QueryParam("actor") @Nullable String actor,
      @QueryParam("action") @Nullable String action,
      @QueryParam("subject") @Nullable String subject,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("before") @Nullable String before,
      @QueryParam("limit") @Nullable String limit,
      @Context UriInfo asked) {
    var faults =
        new QueryFaults().of(asked, "actor", "action", "subject", "from", "to", "before", "limit");
    var query =
        new Audit.Query(
            Optional.ofNullable(actor),
            Optional.ofNullable(action),
            Optional.ofNullable(subject),
            faults.instant("from", from),
            faults.instant("to", to),
            faults.number("before", "an entry", before),
            faults.whole("limit", limit, USUAL, MOST));
    faults.check();
    return jdbi.withHandle(handle -> Audit.list(handle, query));
  }
}
