package dev.nines.engine.api.adjustments;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Audit;
import dev.nines.engine.adjustments.CorrectionTable;
import dev.nines.engine.adjustments.StoredCorrection;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.catalog.Catalog;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * {@code corrections}: what people have said of spans of time. They are added and revoked, and
 * nothing is deleted.
 */
@Path("/api/v1/corrections")
@Produces(MediaType.APPLICATION_JSON)
public final class CorrectionsResource {
  private final Supplier<Catalog> catalog;
  private final Jdbi jdbi;
  private final Runnable apply;

  /**
   * Shows and takes corrections.
   *
   * @param catalog what is declared
   * @param jdbi the database
   * @param apply evaluates everything anew
   */
  public CorrectionsResource(Supplier<Catalog> catalog, Jdbi jdbi, Runnable apply) {
    this.catalog = catalog;
    this.jdbi = jdbi;
    this.apply = apply;
  }

  /**
   * {@return the declared ones in the order of declaration, then those of the API, newest first}
   */
  @GET
  public List<CorrectionView> corrections() {
    return Stream.concat(
            catalog.get().budgetRules().corrections().entrySet().stream()
                .map(entry -> CorrectionView.declared(entry.getKey(), entry.getValue())),
            jdbi.withHandle(CorrectionTable::all).stream().map(CorrectionView::stored))
        .toList();
  }

  /**
   * Adds a correction, which counts at once.
   *
   * @param actor who asks, its author
   * @param body the correction as JSON
   * @return the correction as stored
   * @throws IOException where the body breaks off
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response add(@Auth Actor actor, InputStream body) throws IOException {
    var correction = CorrectionBody.read(SentBody.read(body), catalog.get(), actor.name());
    var stored =
        jdbi.inTransaction(handle -> {
          var added = CorrectionTable.add(handle, correction);
          Audit.record(handle, actor, "correction.add", subject(added), details(added));
          return added;
        });
    apply.run();
    return Response.created(URI.create("/api/v1/corrections/" + stored.id()))
        .entity(CorrectionView.stored(stored))
        .build();
  }

  /**
   * Revokes a correction, which no longer counts at once. One that is revoked stays as it is.
   *
   * @param actor who asks
   * @param id its number
   * @return the correction as stored
   */
  @DELETE
  @Path("{id}")
  public CorrectionView revoke(@Auth Actor actor, @PathParam("id") long id) {
    var stored =
        jdbi.inTransaction(handle -> {
          if (CorrectionTable.revoke(handle, id, actor.name())) {
            Audit.record(handle, actor, "correction.revoke", Long.toString(id), Map.of());
          }
          return CorrectionTable.find(handle, id);
        });
    if (stored.isEmpty()) {
      throw Problem.notFound("correction", Long.toString(id));
    }
    apply.run();
    return CorrectionView.stored(stored.get());
  }

  private static String subject(StoredCorrection correction) {
    return Long.toString(correction.id());
  }

  private static Map<String, ?> details(StoredCorrection stored) {
    var correction = stored.correction();
    return Map.of(
        "from", correction.span().from().toString(),
        "to", correction.span().to().toString(),
        "slos", correction.slos(),
        "services", correction.services(),
        "counts", correction.counts().label(),
        "reason", correction.reason());
  }
}
