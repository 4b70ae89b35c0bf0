package dev.nines.engine.datasource;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.nines.slo.metric.QueryAnswer;
import java.io.IOException;

/** Reads the values of an answer to {@code query_range}, series by series as they come. */
final class MatrixParser {
  private static final JsonFactory JSON = new JsonFactory();
  private static final double MINUTE = 60;

  private MatrixParser() {}

  /** What comes back is no such answer. */
  static final class NotAMatrix extends IOException {
    private static final long serialVersionUID = 1;

    NotAMatrix(String what) {
      super(what);
    }
  }

  /**
   * Reads a whole answer.
   *
   * @throws IOException when it is another answer, or none at all
   */
  static void read(byte[] json, QueryAnswer values) throws IOException {
    try (var in = JSON.createParser(json)) {
      var found = false;
      expect(in.nextToken(), JsonToken.START_OBJECT);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        var data = in.currentName().equals("data");
        if (in.nextToken() == JsonToken.START_OBJECT && data) {
          data(in, values);
          found = true;
        } else {
          in.skipChildren();
        }
      }
      expect(in.currentToken(), JsonToken.END_OBJECT);
      if (!found) {
        throw new NotAMatrix("it has no data");
      }
    }
  }

  private static void data(JsonParser in, QueryAnswer values) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      var name = in.currentName();
      in.nextToken();
      if (name.equals("resultType") && !in.getText().equals("matrix")) {
        throw new NotAMatrix("it is no matrix");
      } else if (name.equals("result")) {
        expect(in.currentToken(), JsonToken.START_ARRAY);
        while (in.nextToken() == JsonToken.START_OBJECT) {
          series(in, values);
        }
        expect(in.currentToken(), JsonToken.END_ARRAY);
      } else {
        in.skipChildren();
      }
    }
  }

  private static void series(JsonParser in, QueryAnswer values) throws IOException {
    values.beginSeries();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      var name = in.currentName();
      in.nextToken();
      if (name.equals("values")) {
        expect(in.currentToken(), JsonToken.START_ARRAY);
        while (in.nextToken() == JsonToken.START_ARRAY) {
          value(in, values);
        }
        expect(in.currentToken(), JsonToken.END_ARRAY);
      } else {
        in.skipChildren();
      }
    }
  }

  /** A pair of seconds and text; the value at the end of a minute is that minute's. */
  private static void value(JsonParser in, QueryAnswer values) throws IOException {
    in.nextToken();
    var seconds = in.getDoubleValue();
    expect(in.nextToken(), JsonToken.VALUE_STRING);
    var minute = Math.round(seconds / MINUTE) - 1;
    values.value(minute, number(in.getText()));
    expect(in.nextToken(), JsonToken.END_ARRAY);
  }

  private static double number(String text) throws IOException {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException _) {
          throw new NotAMatrix("a value of it is no number");
        }
      }
    };
  }

  private static void expect(JsonToken found, JsonToken wanted) throws IOException {
    if (found != wanted) {
      throw new NotAMatrix("it is not what query_range answers");
    }
  }
}
