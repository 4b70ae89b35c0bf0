package dev.nines.probe.cel;

import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.NullValue;
import dev.nines.probe.json.JsonFault;
import dev.nines.probe.json.JsonTree;
import java.io.IOException;
import java.util.Objects;

/**
 * A body as JSON, read as Go's encoding/json reads it into {@code any}: every number is a double,
 * and of two members with one name the later counts.
 *
 * @param value a map, a list, a text, a double, a truth or CEL's null
 */
public record JsonBody(Object value) {
  private static final JsonTree TREE = new JsonTree(JsonBody::number, NullValue.NULL_VALUE);

  /**
   * Reads a body.
   *
   * @param body its bytes
   * @return the body
   * @throws CelFault when it is not JSON, or has more than {@link JsonTree#MOST_VALUES} values
   */
  public static JsonBody read(byte[] body) throws CelFault {
    try {
      return new JsonBody(Objects.requireNonNull(TREE.read(body)));
    } catch (JsonFault e) {
      throw new CelFault(e.detail());
    }
  }

  private static double number(JsonParser parser) throws IOException {
    var number = parser.getDoubleValue();
    if (Double.isInfinite(number)) {
      throw new IOException("the body has a number that is too large for a double");
    }
    return number;
  }
}
