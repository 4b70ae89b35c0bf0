package dev.nines.engine.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * An error as RFC 9457 has it.
 *
 * @param type a name of the kind of problem, {@code about:blank} where the status says it all
 * @param title the status in words
 * @param status the HTTP status
 * @param detail one sentence on this very case
 * @param errors everything that is wrong with what was sent, by field; absent where nothing is
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type, String title, int status, String detail, List<FieldFault> errors) {
  /**
   * What is wrong with one field.
   *
   * @param field its path, such as {@code slos[0]}; empty where it is the whole
   * @param message what was expected
   */
  public record FieldFault(String field, String message) {}

  /** Copies the faults. */
  public Problem {
    errors = List.copyOf(errors);
  }

  /**
   * An error that the status alone is the kind of.
   *
   * @param status the HTTP status
   * @param detail one sentence on this very case
   * @param errors what is wrong with what was sent, by field
   * @return the problem
   */
  public static Problem of(Response.StatusType status, String detail, List<FieldFault> errors) {
    return new Problem(
        "about:blank", status.getReasonPhrase(), status.getStatusCode(), detail, errors);
  }

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
    return exception(of(status, detail, List.of()));
  }

  /**
   * Says what is wrong with a body, all of it.
   *
   * @param errors at least one
   * @return the exception to throw
   */
  public static WebApplicationException ofBody(List<FieldFault> errors) {
    return ofBody(Response.Status.BAD_REQUEST, errors);
  }

  /**
   * Says what is wrong with a body that could be read, all of it.
   *
   * @param status the HTTP status
   * @param errors at least one
   * @return the exception to throw
   */
  public static WebApplicationException ofBody(
      Response.StatusType status, List<FieldFault> errors) {
    var faults = errors.size() == 1 ? "a fault" : errors.size() + " faults";
    return exception(of(status, "the body has " + faults, errors));
  }

  /** What can be read, and cannot be so (RFC 9110, 15.5.21). */
  public static final Response.StatusType UNPROCESSABLE =
      new Response.StatusType() {
        @Override
        public int getStatusCode() {
          return 422;
        }

        @Override
        public Response.Status.Family getFamily() {
          return Response.Status.Family.CLIENT_ERROR;
        }

        @Override
        public String getReasonPhrase() {
          return "Unprocessable Content";
        }
      };

  private static WebApplicationException exception(Problem problem) {
    return new WebApplicationException(
        problem.detail, Response.status(problem.status).type(JSON).entity(problem).build());
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
