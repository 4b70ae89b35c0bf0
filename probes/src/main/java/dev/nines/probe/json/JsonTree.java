package dev.nines.probe.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body into maps, lists, texts and truths. Of two members with one name the later counts,
 * as in Go's encoding/json.
 *
 * @param numbers what becomes of a number
 * @param nil what becomes of null
 */
public record JsonTree(Numbers numbers, @Nullable Object nil) {
  /** How many values a body may have: as a tree they are at most a few dozen megabytes. */
  public static final int MOST_VALUES = 200_000;

  private static final int DEEPEST = 500;

  // canonicalizing names would let a target fill a table that is kept for ever
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  /** Reads a number. */
  @FunctionalInterface
  public interface Numbers {
    /**
     * Reads the number that a parser stands at.
     *
     * @param parser stands at a number
     * @return what becomes of it
     * @throws IOException when it cannot be read; its message is a sentence about the body
     */
    Object read(JsonParser parser) throws IOException;
  }

  /**
   * Reads a body.
   *
   * @param body its bytes
   * @return its value
   * @throws JsonFault when it cannot be read
   */
  public @Nullable Object read(byte[] body) throws JsonFault {
    // as text, since Go takes bytes that are no UTF-8 too
    try (var parser = FACTORY.createParser(new String(body, StandardCharsets.UTF_8))) {
      var first = parser.nextToken();
      if (first == null) {
        throw new JsonFault("the body is not JSON", "it is empty");
      }
      var value = new Reading(parser).value(first);
      if (parser.nextToken() != null) {
        throw new JsonFault("the body is not JSON", "something follows its value");
      }
      return value;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      var where = at == null ? "" : " at %d:%d".formatted(at.getLineNr(), at.getColumnNr());
      throw new JsonFault("the body is not JSON" + where, String.valueOf(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new JsonFault(String.valueOf(e.getMessage()), ""); // of what reads numbers
    }
  }

  private final class Reading {
    private final JsonParser parser;
    private int values;

    Reading(JsonParser parser) {
      this.parser = parser;
    }

    @Nullable Object value(JsonToken token) throws IOException, JsonFault {
      if (++values > MOST_VALUES) {
        throw new JsonFault("the body has more than %,d values".formatted(MOST_VALUES), "");
      }
      return switch (token) {
        case START_OBJECT -> members();
        case START_ARRAY -> items();
        case VALUE_STRING -> parser.getText();
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> numbers.read(parser);
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        case VALUE_NULL -> nil;
        case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
            throw new IllegalStateException("no value begins with " + token);
      };
    }

    private Map<String, @Nullable Object> members() throws IOException, JsonFault {
      var members = new LinkedHashMap<String, @Nullable Object>();
      for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        members.put(name, value(parser.nextToken()));
      }
      return members;
    }

    private List<@Nullable Object> items() throws IOException, JsonFault {
      var items = new ArrayList<@Nullable Object>();
      for (var token = parser.nextToken();
          token != JsonToken.END_ARRAY;
          token = parser.nextToken()) {
        items.add(value(token));
      }
      return items;
    }
  }
}
