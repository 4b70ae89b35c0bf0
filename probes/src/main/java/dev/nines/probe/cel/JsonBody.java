package dev.nines.probe.cel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.NullValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A body as JSON, read as Go's encoding/json reads it into {@code any}: every number is a double,
 * and of two members with one name the later counts.
 *
 * @param value a map, a list, a text, a double, a truth or CEL's null
 */
public record JsonBody(Object value) {
  private static final int DEEPEST = 500;

  /**
   * Reads a body.
   *
   * @param body its bytes
   * @return the body
   * @throws CelFault when it is not JSON
   */
  public static JsonBody read(byte[] body) throws CelFault {
    // as text, since Go takes bytes that are no UTF-8 too
    try (var parser = Json.FACTORY.createParser(new String(body, StandardCharsets.UTF_8))) {
      var first = parser.nextToken();
      if (first == null) {
        throw new CelFault("the body is not JSON: it is empty");
      }
      var value = value(parser, first);
      if (parser.nextToken() != null) {
        throw new CelFault("the body is not JSON: something follows its value");
      }
      return new JsonBody(value);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      var where = at == null ? "" : " at %d:%d".formatted(at.getLineNr(), at.getColumnNr());
      throw new CelFault(
          "the body is not JSON%s: %s".formatted(where, CelFault.oneLine(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new CelFault("the body is not JSON: " + CelFault.oneLine(e.getMessage()));
    }
  }

  private static Object value(JsonParser parser, JsonToken token) throws IOException, CelFault {
    return switch (token) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NullValue.NULL_VALUE;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + token);
    };
  }

  private static double number(JsonParser parser) throws IOException, CelFault {
    var number = parser.getDoubleValue();
    if (Double.isInfinite(number)) {
      throw new CelFault("the body has a number that is too large for a double");
    }
    return number;
  }

  private static Map<String, Object> members(JsonParser parser) throws IOException, CelFault {
    var members = new LinkedHashMap<String, Object>();
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      members.put(name, value(parser, parser.nextToken()));
    }
    return members;
  }

  private static List<Object> items(JsonParser parser) throws IOException, CelFault {
    var items = new ArrayList<>();
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      items.add(value(parser, token));
    }
    return items;
  }

  private static final class Json {
    // canonicalizing names would let a target fill a table that is kept for ever
    static final JsonFactory FACTORY =
        JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();
  }
}
