package dev.nines.engine.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.api.Problem.FieldFault;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads what is sent as JSON, of bounded size. */
public final class JsonBody {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int MOST_BYTES = 64 << 10;

  private JsonBody() {}

  /**
   * Reads an object.
   *
   * @param body what is sent
   * @return the object
   * @throws IOException where the body breaks off
   * @throws jakarta.ws.rs.WebApplicationException a problem, where it is none
   */
  public static JsonNode object(InputStream body) throws IOException {
    var bytes = body.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw Problem.of(Response.Status.REQUEST_ENTITY_TOO_LARGE, "the body is above 64 KiB");
    }
    try {
      var object = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (object.isObject()) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw Problem.ofBody(List.of(new FieldFault("", "not JSON: " + e.getOriginalMessage())));
    }
    throw Problem.ofBody(List.of(new FieldFault("", "expected an object")));
  }
}
