package dev.nines.engine.api.adjustments;

import dev.nines.engine.adjustments.CorrectionTable;
import dev.nines.engine.api.Problem;
import dev.nines.engine.catalog.Catalog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * {@code corrections}: what people have said of spans of time. Who may act on this machine may add
 * one and revoke it; nothing is deleted.
 */
@Path("/api/v1/corrections")
@Produces(MediaType.APPLICATION_JSON)
public final class CorrectionsResource {
  private static final int MOST_BYTES = 64 << 10;

  private final Supplier<Catalog> catalog;
  private final Jdbi jdbi;
  private final Runnable apply;
  private final Predicate<HttpServletRequest> allowed;

  /**
   * Shows and takes corrections.
   *
   * @param catalog what is declared
   * @param jdbi the database
   * @param apply evaluates everything anew
   * @param allowed whether who asks may change what counts
   */
  public CorrectionsResource(
      Supplier<Catalog> catalog, Jdbi jdbi, Runnable apply, Predicate<HttpServletRequest> allowed) {
    this.catalog = catalog;
    this.jdbi = jdbi;
    this.apply = apply;
    this.allowed = allowed;
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
   * @param body the correction as JSON
   * @param request who asks
   * @return the correction as stored
   * @throws IOException where the body breaks off
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response add(InputStream body, @Context HttpServletRequest request) throws IOException {
    check(request);
    var bytes = body.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw Problem.of(Response.Status.REQUEST_ENTITY_TOO_LARGE, "the body is above 64 KiB");
    }
    var correction = CorrectionBody.read(new String(bytes, StandardCharsets.UTF_8), catalog.get());
    var stored = jdbi.inTransaction(handle -> CorrectionTable.add(handle, correction));
    apply.run();
    return Response.created(URI.create("/api/v1/corrections/" + stored.id()))
        .entity(CorrectionView.stored(stored))
        .build();
  }

  /**
   * Revokes a correction, which no longer counts at once. One that is revoked stays as it is.
   *
   * @param id its number
   * @param by who revokes it
   * @param request who asks
   * @return the correction as stored
   */
  @DELETE
  @Path("{id}")
  public CorrectionView revoke(
      @PathParam("id") long id,
      @QueryParam("by") @Nullable String by,
      @Context HttpServletRequest request) {
    check(request);
    if (by == null || by.isBlank()) {
      throw Problem.of(Response.Status.BAD_REQUEST, "by: required: who revokes it, as ?by=NAME");
    }
    var stored = jdbi.inTransaction(handle -> CorrectionTable.revoke(handle, id, by.strip()));
    if (stored.isEmpty()) {
      throw Problem.notFound("correction", Long.toString(id));
    }
    apply.run();
    return CorrectionView.stored(stored.get());
  }

  private void check(HttpServletRequest request) {
    if (!allowed.test(request)) {
      throw Problem.of(
          Response.Status.FORBIDDEN, "corrections are taken from clients on this machine only");
    }
  }
}
