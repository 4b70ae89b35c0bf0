package dev.nines.channel.http;

import dev.nines.channel.Delivery;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;

/** What came of a request. */
public sealed interface Answer {
  /**
   * The receiver answered.
   *
   * @param code the status
   * @param body the start of the body, where it was to be read
   * @param retryAfter how long it asks to be left alone; zero where it does not ask
   */
  record Status(int code, String body, Duration retryAfter) implements Answer {
    private static final int LONGEST = 200;

    /** {@return whether it has it} */
    public boolean good() {
      return code >= 200 && code < 300;
    }

    /**
     * Overload, time-outs and the server's own faults pass; what is refused is refused for good.
     */
    private boolean passing() {
      return code >= 500 || code == 408 || code == 425 || code == 429;
    }

    /**
     * Quotes the body for people: one line, without what must not be shown.
     *
     * @param secrets what the receiver may echo and nobody may see
     * @return the quotation; empty where there is no body
     */
    public String quoted(Collection<String> secrets) {
      var text = body;
      for (var secret :
          secrets.stream()
              .filter(s -> s.length() > 3)
              .sorted(Comparator.comparingInt(String::length).reversed())
              .toList()) {
        text = text.replace(secret, "***");
      }
      text = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
      return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
  }

  /**
   * It did not, or not in time.
   *
   * @param why for people, without the address
   */
  record None(String why) implements Answer {}

  /**
   * Decides by the rules that hold for every receiver: 2xx is delivered; 5xx, 408, 425, 429 and no
   * answer are tried again, not before {@code Retry-After}; everything else is final, a redirect
   * too, since following one could send secrets to strangers.
   *
   * @param host who was asked, for people
   * @param quote finds what of the answer people may see
   * @return what came of it
   */
  default Delivery verdict(String host, Function<Status, String> quote) {
    return switch (this) {
      case None(var why) -> new Delivery.Retry(Duration.ZERO, host + ": " + why);
      case Status status -> {
        var said =
            Optional.of(quote.apply(status))
                .filter(text -> !text.isEmpty())
                .map(text -> ": " + text)
                .orElse("");
        var text = "%s answered %d%s".formatted(host, status.code(), said);
        if (status.good()) {
          yield new Delivery.Delivered(text);
        }
        yield status.passing()
            ? new Delivery.Retry(status.retryAfter(), text)
            : new Delivery.GiveUp(text);
      }
    };
  }
}
