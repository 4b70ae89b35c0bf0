package dev.nines.probe.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidJsonException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.TypeRef;
import com.jayway.jsonpath.spi.json.AbstractJsonProvider;
import com.jayway.jsonpath.spi.mapper.MappingProvider;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A compiled JSONPath: the one class that knows the library for it. Nothing of the library is
 * loaded before the first one is compiled.
 *
 * <p>Two are equal when they were written alike. Thread-safe.
 */
public final class JsonPathQuery {
  /** One that is written by a person is far below it; it bounds what the library may recurse. */
  private static final int LONGEST = 1_000;

  /** Visits of one query to values; paths with several {@code ..} multiply them. */
  private static final int MOST_VISITS = 1_000_000;

  private static final JsonTree TREE = new JsonTree(JsonPathQuery::number, null);

  private final String text;
  private final JsonPath path;

  private JsonPathQuery(String text, JsonPath path) {
    this.text = text;
    this.path = path;
  }

  /**
   * Compiles a path.
   *
   * @param text a JSONPath; one that asks by {@code =~} is refused, since only RE2 holds a pattern
   *     to linear time
   * @return the path
   * @throws IllegalArgumentException whose message says why it is none
   */
  public static JsonPathQuery compile(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("longer than " + LONGEST + " characters");
    }
    if (!text.startsWith("$")) {
      throw new IllegalArgumentException("it begins with $");
    }
    if (text.endsWith("[")) { // which the library would leave out
      throw new IllegalArgumentException("it ends in an open bracket");
    }
    if (text.contains("=~")) {
      throw new IllegalArgumentException("=~ is not supported: capture by regexp instead");
    }
    try {
      return new JsonPathQuery(text, JsonPath.compile(text));
    } catch (RuntimeException e) { // not all that it throws is its own
      throw new IllegalArgumentException(String.valueOf(e.getMessage()).replaceAll("\\s+", " "), e);
    }
  }

  /**
   * Reads a body for queries.
   *
   * @param body its bytes
   * @return its value: a map, a list, a text, a number, a truth or null
   * @throws JsonFault when it cannot be read, or has more values than a query is made over
   */
  public static @Nullable Object read(byte[] body) throws JsonFault {
    return TREE.read(body);
  }

  /** As it was written: an id must not lose its last digits. */
  private static Object number(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        ? parser.getBigIntegerValue()
        : parser.getDecimalValue();
  }

  /**
   * Follows the path.
   *
   * @param body what {@link #read} made of a body
   * @param watch is run at each value, and throws when the search is to end
   * @return the first value it leads to: a map, a list, a text, a number or a truth; nothing where
   *     there is none, or null
   * @throws JsonFault when looking for it would take too long, or makes no sense in the body
   */
  public Optional<Object> first(@Nullable Object body, Runnable watch) throws JsonFault {
    if (body == null) {
      return Optional.empty();
    }
    var configuration =
        Configuration.builder()
            .jsonProvider(new Visits(watch))
            .mappingProvider(AsTheyAre.ONE)
            .build();
    try {
      Object found = path.read(body, configuration);
      return found instanceof List<?> several && !path.isDefinite()
          ? several.stream().filter(Objects::nonNull).findFirst().map(one -> one)
          : Optional.ofNullable(found);
    } catch (PathNotFoundException _) {
      return Optional.empty();
    } catch (TooManyVisits _) {
      throw new JsonFault("%s visits more than %,d values".formatted(text, MOST_VISITS), "");
    } catch (RuntimeException _) { // such as for a sum over texts; not all of them are its own
      watch.run(); // or it is what stopped the search
      throw new JsonFault("%s cannot be followed in the body".formatted(text), "");
    }
  }

  /** {@return the path as it was written} */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonPathQuery query && query.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  private static final class TooManyVisits extends RuntimeException {
    TooManyVisits() {
      super(null, null, false, false);
    }
  }

  /** Gives the library its way through a tree, and counts the steps. */
  private static final class Visits extends AbstractJsonProvider {
    private final Runnable watch;
    private int visits;

    Visits(Runnable watch) {
      this.watch = watch;
    }

    private void count(int more) {
      watch.run();
      visits += more;
      if (visits > MOST_VISITS) {
        throw new TooManyVisits();
      }
    }

    @Override
    public boolean isArray(Object value) {
      count(1);
      return super.isArray(value);
    }

    @Override
    public boolean isMap(Object value) {
      count(1);
      return super.isMap(value);
    }

    @Override
    public Object getArrayIndex(Object array, int index) {
      count(1);
      return super.getArrayIndex(array, index);
    }

    @Override
    public Object getMapValue(Object map, String key) {
      count(1);
      return super.getMapValue(map, key);
    }

    @Override
    public Collection<String> getPropertyKeys(Object map) {
      var keys = super.getPropertyKeys(map);
      count(keys.size());
      return keys;
    }

    @Override
    public Iterable<?> toIterable(Object array) {
      count(array instanceof Collection<?> items ? items.size() : 1);
      return super.toIterable(array);
    }

    @Override
    public Object createArray() {
      return new ArrayList<>();
    }

    @Override
    public Object createMap() {
      return new LinkedHashMap<String, Object>();
    }

    @Override
    public Object parse(String json) {
      throw new InvalidJsonException("a body is read before it is searched");
    }

    @Override
    public Object parse(InputStream json, String charset) {
      throw new InvalidJsonException("a body is read before it is searched");
    }

    @Override
    public String toJson(Object value) {
      throw new JsonPathException("nothing is written");
    }
  }

  /** For filters over lists and maps. */
  private enum AsTheyAre implements MappingProvider {
    ONE;

    @Override
    public <T> T map(Object source, Class<T> type, Configuration configuration) {
      return type.cast(source);
    }

    @Override
    public <T> T map(Object source, TypeRef<T> type, Configuration configuration) {
      throw new JsonPathException("nothing is mapped to " + type.getType());
    }
  }
}
