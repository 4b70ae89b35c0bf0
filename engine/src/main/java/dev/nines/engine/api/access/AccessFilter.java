package dev.nines.engine.api.access;

import static java.util.Objects.requireNonNull;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Client;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.Scope;
import dev.nines.engine.access.SessionCookie;
import dev.nines.engine.api.Problem;
import dev.nines.engine.configuration.Settings.Access.Readers;
import io.dropwizard.auth.AuthFilter;
import jakarta.annotation.Priority;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Form;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Optional;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask this? Every resource is guarded, whether its author thought of it or not: what
 * changes something needs a token that may write, what reads needs one where {@code access.read}
 * says so. {@code @RolesAllowed} with the label of a {@link Scope} asks for another scope,
 * {@code @PermitAll} lets everybody in, for what has a guard of its own.
 *
 * <p>Dropwizard's filter for bearer tokens is not used as it is, since it also takes a token from
 * the URL, which ends up in logs.
 */
@Priority(Priorities.AUTHENTICATION)
public final class AccessFilter extends AuthFilter<Doorkeeper.Shown, Actor> {
  /** The field of a form, and the header of a script, with {@code AccessKey.formToken}. */
  static final String FORM_FIELD = "csrf";

  private static final String FORM_HEADER = "X-CSRF-Token";
  private static final int MOST_FORM_BYTES = 64 << 10;

  private final OwnMachine own;
  private final Readers readers;
  private final SessionCookie cookie;

  @Context private @Nullable HttpServletRequest request;
  @Context private @Nullable ResourceInfo resource;

  /**
   * A guard.
   *
   * @param doorkeeper tells who it is
   * @param own tells who is on this machine
   * @param readers who reads without a token
   */
  public AccessFilter(Doorkeeper doorkeeper, OwnMachine own, Readers readers) {
    this.own = own;
    this.readers = readers;
    cookie = SessionCookie.of(own.externalUrl());
    prefix = "Bearer";
    realm = "nines";
    authenticator = doorkeeper;
    authorizer = (actor, scope, _) -> actor.scope().covers(Scope.of(scope));
  }

  /** What a resource asks for. */
  private sealed interface Rule {
    record Everybody() implements Rule {}

    record OfReaders() implements Rule {}

    record Of(Scope scope) implements Rule {}
  }

  @Override
  public void filter(ContainerRequestContext context) {
    var servlet = requireNonNull(request);
    var rule = rule(context.getMethod());
    var actor = identify(context, servlet, rule);
    switch (rule) {
      case Rule.Everybody _ -> {}
      case Rule.OfReaders _ -> {
        if (actor.isEmpty() && !readers.include(own.holds(Client.of(servlet)))) {
          throw unknown(context);
        }
      }
      case Rule.Of(var scope) -> {
        var known = actor.orElseThrow(() -> unknown(context));
        if (!known.scope().covers(scope)) {
          throw Problem.of(
              Response.Status.FORBIDDEN,
              "this needs a token of the scope %s; that of %s has %s"
                  .formatted(scope.label(), known.name(), known.scope().label()));
        }
        if (!SessionCookie.reads(context.getMethod())) {
          checkPage(context, servlet, known);
        }
      }
    }
  }

  private Rule rule(String method) {
    var info = requireNonNull(resource);
    for (var place :
        new java.lang.reflect.AnnotatedElement[] {
          info.getResourceMethod(), info.getResourceClass()
        }) {
      var roles = place.getAnnotation(RolesAllowed.class);
      if (roles != null) {
        return new Rule.Of(Scope.of(roles.value()[0]));
      }
      if (place.isAnnotationPresent(PermitAll.class)) {
        return new Rule.Everybody();
      }
    }
    return SessionCookie.reads(method) ? new Rule.OfReaders() : new Rule.Of(Scope.WRITE);
  }

  /** A cookie that is no longer valid is nobody's; a token that is not valid is a mistake. */
  private Optional<Actor> identify(
      ContainerRequestContext context, HttpServletRequest servlet, Rule rule) {
    var shown = cookie.shown(servlet);
    if (shown.isPresent() && authenticate(context, shown.get(), "Bearer")) {
      return Optional.of((Actor) context.getSecurityContext().getUserPrincipal());
    }
    if (shown.filter(s -> !s.cookie()).isPresent() && !(rule instanceof Rule.Everybody)) {
      throw unauthorized(Refusals.WRONG_TOKEN, Refusals.WRONG_TOKEN_HEADER);
    }
    return Optional.empty();
  }

  /** A browser shows its cookie whoever wrote the page that makes it ask. */
  private void checkPage(ContainerRequestContext context, HttpServletRequest servlet, Actor actor) {
    if (own.isStrangersPage(Client.of(servlet))) {
      throw Problem.of(Response.Status.FORBIDDEN, "a page of another site may change nothing here");
    }
    if (actor.session().isPresent() && !actor.session().get().isFormToken(formToken(context))) {
      throw Problem.of(
          Response.Status.FORBIDDEN,
          "the form is not of this session: load its page again, or show a token instead of the"
              + " cookie");
    }
  }

  private static @Nullable String formToken(ContainerRequestContext context) {
    var header = context.getHeaderString(FORM_HEADER);
    if (header != null
        || !MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(context.getMediaType())
        || !(context instanceof ContainerRequest request)) {
      return header;
    }
    if (request.getLength() < 0 || request.getLength() > MOST_FORM_BYTES) {
      throw Problem.of(Response.Status.REQUEST_ENTITY_TOO_LARGE, "the form is above 64 KiB");
    }
    request.bufferEntity(); // the resource reads it too
    return request.readEntity(Form.class).asMap().getFirst(FORM_FIELD);
  }

  /** A person is led to the page for it, a program is told. */
  private static WebApplicationException unknown(ContainerRequestContext context) {
    if (context.getHeaderString("HX-Request") != null) {
      var told = unauthorized(Refusals.NO_TOKEN, Refusals.NO_TOKEN_HEADER).getResponse();
      return new WebApplicationException(
          Response.fromResponse(told).header("HX-Redirect", "/login").build());
    }
    var accepted = context.getHeaderString(HttpHeaders.ACCEPT);
    if (accepted != null && accepted.contains(MediaType.TEXT_HTML)) {
      return new WebApplicationException(Response.seeOther(login(context)).build());
    }
    return unauthorized(Refusals.NO_TOKEN, Refusals.NO_TOKEN_HEADER);
  }

  private static URI login(ContainerRequestContext context) {
    var login = UriBuilder.fromPath("/login");
    if (SessionCookie.reads(context.getMethod())) {
      login.queryParam("next", "{next}");
      return login.build("/" + context.getUriInfo().getPath(false).replaceFirst("^/", ""));
    }
    return login.build();
  }

  private static WebApplicationException unauthorized(String detail, String challenge) {
    var response = Problem.of(Response.Status.UNAUTHORIZED, detail).getResponse();
    return new WebApplicationException(
        detail, Response.fromResponse(response).header(Refusals.HEADER, challenge).build());
  }
}
