package dev.nines.engine.hooks.deployments;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;

/** What a request says that its body is. */
final class Media {
  private Media() {}

  static boolean isJson(HttpServletRequest request) {
    return type(request).equals("application/json");
  }

  /** A CloudEvent whose attributes stand in the body: the structured content mode. */
  static boolean isStructuredEvent(HttpServletRequest request) {
    return type(request).equals("application/cloudevents+json");
  }

  private static String type(HttpServletRequest request) {
    var header = Optional.ofNullable(request.getContentType()).orElse("");
    return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
