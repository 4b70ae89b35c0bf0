package dev.nines.probe.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What a token's endpoint said (RFC 6749, 5.1 and 5.2).
 *
 * @param token the token, where there is one
 * @param scheme what stands before it in the Authorization header
 * @param expiresIn how long it lasts, where that is said
 * @param refusal why there is none, for a sentence
 */
record TokenAnswer(
    Optional<String> token, String scheme, Optional<Duration> expiresIn, String refusal) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Reads an answer, JSON or, as some endpoints have it, a form.
   *
   * @param status the status code
   * @param contentType the Content-Type header
   * @param body the whole body
   * @return what it said
   */
  static TokenAnswer of(int status, @Nullable String contentType, String body) {
    var type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    var form =
        type.startsWith("application/x-www-form-urlencoded") || type.startsWith("text/plain");
    var fields = form ? form(body) : json(body);
    var good = status >= 200 && status < 300;
    return new TokenAnswer(
        Optional.ofNullable(fields.get("access_token"))
            .filter(token ->
                good && !token.isEmpty() && token.chars().allMatch(c -> c > 32 && c < 127)),
        scheme(fields.getOrDefault("token_type", "")),
        Optional.ofNullable(fields.get("expires_in")).flatMap(TokenAnswer::seconds),
        refusal(status, good, fields.getOrDefault("error", "")));
  }

  private static String refusal(int status, boolean good, String error) {
    var known = error.matches("[a-z_]{1,40}") ? " (" + error + ")" : "";
    return "status " + status + known + (good ? " without a token" : "");
  }

  /** As in Go's x/oauth2: known names in their usual spelling, others as they are. */
  private static String scheme(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "", "bearer" -> "Bearer";
      case "mac" -> "MAC";
      case "basic" -> "Basic";
      case String other -> other.matches("[a-z0-9._~+-]{1,40}") ? type : "Bearer";
    };
  }

  private static Optional<Duration> seconds(String text) {
    return text.matches("\\d{1,9}") && !text.matches("0+")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
        : Optional.empty();
  }

  private static Map<String, String> form(String body) {
    var url = HttpUrl.parse("http://form.invalid/?" + body.strip());
    var fields = new HashMap<String, String>();
    if (url != null) {
      for (var name : url.queryParameterNames()) {
        var value = url.queryParameter(name);
        if (value != null) {
          fields.put(name, value);
        }
      }
    }
    return fields;
  }

  private static Map<String, String> json(String body) {
    var fields = new HashMap<String, String>();
    try (var parser = JSON.createParser(body)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          var name = parser.currentName();
          var value = parser.nextToken();
          if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
            fields.put(name, parser.getText());
          } else {
            parser.skipChildren();
          }
        }
      }
    } catch (IOException _) {
      return Map.of(); // no JSON is no token
    }
    return fields;
  }
}
