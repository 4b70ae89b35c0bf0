package dev.nines.engine.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import org.glassfish.jersey.server.ParamException;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every error as RFC 9457 has it, and none with a stack trace. */
public final class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

  /** Maps every exception. */
  public ProblemMapper() {}

  @Override
  public Response toResponse(Throwable exception) {
    if (exception instanceof ParamException.QueryParamException query) { // 404 to Jersey
      return problem(400, query.getParameterName() + ": cannot be read");
    }
    if (exception instanceof WebApplicationException web) {
      var response = web.getResponse();
      return response.hasEntity() || response.getStatus() < 400
          ? response
          : problem(response.getStatus(), detail(web));
    }
    if (exception instanceof JdbiException) {
      LOG.warn("a request was not answered: the database does not answer", exception);
      return problem(503, "the database does not answer");
    }
    LOG.error("a request failed", exception);
    return problem(500, "Nines itself failed; its log says why");
  }

  /** What curl sends where nobody says of which type it is, is the usual reason. */
  private static String detail(WebApplicationException web) {
    return web.getResponse().getStatus() == 415
        ? "this takes another content type: for JSON send Content-Type: application/json"
        : String.valueOf(web.getMessage());
  }

  private static Response problem(int status, String detail) {
    var known = Response.Status.fromStatusCode(status);
    return Response.status(status)
        .type(Problem.JSON)
        .entity(
            new Problem(
                "about:blank",
                known == null ? "Error" : known.getReasonPhrase(),
                status,
                detail,
                List.of()))
        .build();
  }
}
