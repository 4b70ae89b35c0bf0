package dev.nines.engine.api.access;

import dev.nines.engine.access.AccessToken;
import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Scope;
import dev.nines.engine.access.TokenTable;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.declarations.yaml.Spelling;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** {@code tokens}: who may write. For admins. */
@Path("/api/v1/tokens")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("admin")
public final class TokensResource {
  private static final Set<String> KEYS = Set.of("name", "scope");
  private static final List<String> SCOPES =
      Arrays.stream(Scope.values()).map(Scope::label).toList();

  private final Jdbi jdbi;

  /**
   * Makes and revokes tokens.
   *
   * @param jdbi where they are
   */
  public TokensResource(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** {@return all, valid ones first; none with its secret} */
  @GET
  public List<TokenView> tokens() {
    return jdbi.withHandle(TokenTable::all).stream().map(TokenView::of).toList();
  }

  /**
   * Makes a token.
   *
   * @param actor who asks
   * @param sent its name, and its scope where that is not {@code write}
   * @return the token itself, this once
   * @throws IOException where the body breaks off
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(@Auth Actor actor, InputStream sent) throws IOException {
    var body = SentBody.read(sent);
    var name = body.at("name").asText();
    if (!AccessToken.isName(name)) {
      body.fault("name", "expected " + AccessToken.NAMES);
    }
    var scope = body.at("scope").asText(Scope.WRITE.label());
    if (!SCOPES.contains(scope)) {
      body.fault("scope", "expected read, write or admin" + Spelling.hint(scope, SCOPES));
    }
    body.check(KEYS);
    var made =
        jdbi.inTransaction(handle -> TokenTable.create(handle, actor, name, Scope.of(scope)))
            .orElseThrow(() ->
                Problem.of(
                    Response.Status.CONFLICT,
                    "%s has a token; revoke it first, or choose another name".formatted(name)));
    return Response.status(Response.Status.CREATED)
        .header("Cache-Control", "no-store")
        .entity(TokenView.of(made))
        .build();
  }

  /**
   * Revokes a token, at once.
   *
   * @param actor who asks
   * @param name whose token
   * @return the token as it is now
   */
  @DELETE
  @Path("{name}")
  public TokenView revoke(@Auth Actor actor, @PathParam("name") String name) {
    return jdbi.inTransaction(handle -> TokenTable.revoke(handle, actor, name))
        .map(TokenView::of)
        .orElseThrow(() -> Problem.notFound("valid token", name));
  }
}
