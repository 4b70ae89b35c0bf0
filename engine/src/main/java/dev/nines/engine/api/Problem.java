package dev.nines.engine.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * An error as RFC 9457 has it.
 *
 * @param type a name of the kind of problem, {@code about:blank} where the status says it all
 * @param title the status in words
 * @param status the HTTP status
 * @param detail one sentence on this very case
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail) {
  /** The media type. */
  public static final String JSON = "application/problem+json";

  /**
   * Answers with a problem.
   *
   * @param status the HTTP status
   * @param detail one sentence on this very case
   * @return the exception to throw
   */
  public static WebApplicationException of(Response.Status status, String detail) {
    return new WebApplicationException(
        detail,
        Response.status(status)
            .type(JSON)
            .entity(
                new Problem(
                    "about:blank", status.getReasonPhrase(), status.getStatusCode(), detail))
            .build());
  }

  /**
   * Says that there is no such thing.
   *
   * @param kind what was looked for
   * @param name under which name
   * @return the exception to throw
   */
  public static WebApplicationException notFound(String kind, String name) {
    return of(Response.Status.NOT_FOUND, "there is no " + kind + " named " + name);
  }

  static MediaType mediaType() {
    return MediaType.valueOf(JSON);
  }
}
