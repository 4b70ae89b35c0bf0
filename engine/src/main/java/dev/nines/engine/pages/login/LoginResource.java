package dev.nines.engine.pages.login;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Client;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.SessionCookie;
import io.dropwizard.auth.Auth;
import io.dropwizard.jersey.caching.CacheControl;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /login} and {@code /logout}: from a token to a session and back. */
@Path("/")
@Produces(MediaType.TEXT_HTML + ";charset=utf-8")
public final class LoginResource {
  /** A path of our own: neither {@code //host} nor {@code /\host}, which lead elsewhere. */
  private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[^\\x00-\\x1f\\\\]*");

  /** How long the form may stay open. */
  private static final Duration FORM = Duration.ofHours(1);

  private final Doorkeeper doorkeeper;
  private final OwnMachine own;
  private final SessionCookie cookie;

  /**
   * Logs browsers in.
   *
   * @param doorkeeper knows the tokens
   * @param own tells which pages are ours
   */
  public LoginResource(Doorkeeper doorkeeper, OwnMachine own) {
    this.doorkeeper = doorkeeper;
    this.own = own;
    cookie = SessionCookie.of(own.externalUrl());
  }

  /**
   * The form. Whoever is logged in stays so until they log in as somebody else.
   *
   * @param next where to go afterwards
   * @param request who asks
   * @return the page
   */
  @GET
  @Path("login")
  @PermitAll
  @CacheControl(noStore = true)
  public Response form(
      @QueryParam("next") @DefaultValue("/") String next, @Context HttpServletRequest request) {
    return form(Response.Status.OK, next, "", request);
  }

  /**
   * Logs in.
   *
   * @param token what was typed
   * @param next where to go afterwards
   * @param formToken what the form carried
   * @param request who asks
   * @return there, with a new session; the form again where the token is not valid
   */
  @POST
  @Path("login")
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @CacheControl(noStore = true)
  public Response logIn(
      @FormParam("token") @DefaultValue("") String token,
      @FormParam("next") @DefaultValue("/") String next,
      @FormParam("csrf") @Nullable String formToken,
      @Context HttpServletRequest request) {
    if (own.isStrangersPage(Client.of(request))
        || cookie.session(request).filter(key -> key.isFormToken(formToken)).isEmpty()) {
      return form(
          Response.Status.FORBIDDEN,
          next,
          "This form had expired, or your browser keeps no cookies here. Try again.",
          request);
    }
    return doorkeeper
        .logIn(token, request.getRemoteAddr())
        .map(session ->
            Response.seeOther(URI.create(path(next)))
                .cookie(cookie.keeping(session, Doorkeeper.SESSION))
                .build())
        .orElseGet(() ->
            form(
                Response.Status.UNAUTHORIZED,
                next,
                "This token is not valid: mistyped, revoked, or of another Nines.",
                request));
  }

  /**
   * Logs out.
   *
   * @param actor who asks
   * @return to the overview
   */
  @POST
  @Path("logout")
  @RolesAllowed("read")
  public Response logOut(@Auth Actor actor) {
    doorkeeper.logOut(actor);
    return Response.seeOther(URI.create("/")).cookie(cookie.forgetting()).build();
  }

  /** The form's own key is the session's, so that the check is the same; it opens nothing. */
  private Response form(
      Response.Status status, String next, String fault, HttpServletRequest request) {
    var known = cookie.session(request);
    var key = known.orElseGet(Doorkeeper::stranger);
    var response =
        Response.status(status).entity(new LoginView(path(next), key.formToken(), fault));
    if (known.isEmpty()) {
      response.cookie(cookie.keeping(key, FORM));
    }
    if (status == Response.Status.UNAUTHORIZED) {
      response.header("WWW-Authenticate", "Bearer realm=\"nines\"");
    }
    return response.build();
  }

  /** Where to go; the overview in place of what leads elsewhere or is no address. */
  static String path(String next) {
    return PATH.matcher(next).matches() && isAddress(next) ? next : "/";
  }

  private static boolean isAddress(String path) {
    try {
      return new URI(path).getPath() != null;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
