package dev.nines.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.cli.CommandExit.Code;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** A Nines that runs somewhere, and is asked over HTTP. */
final class RunningNines implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final String NOWHERE = "http://127.0.0.1:8080";

  private final URI url;
  private final Optional<String> token;
  private final Duration timeout;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /** What came of asking. */
  sealed interface Reply {
    /** It did what was asked. */
    record Good(String body) implements Reply {}

    /** What was asked is wrong, or whoever asks may not. */
    record Wrong(String why) implements Reply {}

    /** Nobody answers, or cannot now. */
    record Silent(String why) implements Reply {}
  }

  /**
   * Somewhere.
   *
   * @param timeout how long one answer may take
   */
  RunningNines(URI url, Optional<String> token, Duration timeout) {
    this.url = url;
    this.token = token;
    this.timeout = timeout;
  }

  /** Lets whoever calls a command say where it is, and show a token. */
  static void addArguments(Subparser parser) {
    parser
        .addArgument("--url")
        .metavar("URL")
        .help("where Nines is (default: NINES_URL, else externalUrl of config.yml)");
    parser
        .addArgument("--token-file")
        .dest("tokenFile")
        .metavar("FILE")
        .help("a file with the token to show (default: the variable NINES_TOKEN)");
    parser
        .addArgument("--config")
        .metavar("FILE")
        .help("the configuration that has externalUrl (default: config.yml, where there is one)");
  }

  /** The one that is meant. */
  static RunningNines of(
      Bootstrap<?> bootstrap,
      Namespace arguments,
      Function<String, Optional<String>> environment,
      Duration timeout) {
    return new RunningNines(
        url(bootstrap, arguments, environment), token(arguments, environment), timeout);
  }

  private static URI url(
      Bootstrap<?> bootstrap, Namespace arguments, Function<String, Optional<String>> environment) {
    var named =
        Optional.ofNullable(arguments.getString("url")).or(() -> environment.apply("NINES_URL"));
    if (named.isEmpty()) {
      var config =
          Optional.ofNullable(arguments.getString("config"))
              .map(ConfiguredFiles::existing)
              .or(() -> Optional.of(ConfiguredFiles.usual()).filter(Files::exists));
      return config
          .map(file -> ConfiguredFiles.settings(file, bootstrap).externalUrl())
          .orElse(URI.create(NOWHERE));
    }
    try {
      var url = URI.create(named.get());
      var scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
      if (List.of("http", "https").contains(scheme) && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new CommandExit(
        Code.WRONG_USAGE, "--url: expected http://HOST or https://HOST: " + named.get());
  }

  private static Optional<String> token(
      Namespace arguments, Function<String, Optional<String>> environment) {
    return Optional.ofNullable(arguments.getString("tokenFile"))
        .map(file -> {
          try {
            return Files.readString(Path.of(file));
          } catch (IOException e) {
            throw new CommandExit(Code.WRONG_USAGE, "--token-file: cannot be read: " + file);
          }
        })
        .or(() -> environment.apply("NINES_TOKEN"))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** {@return a part of a path} */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Asks with GET. */
  Reply get(String path, String mediaType) {
    var request =
        HttpRequest.newBuilder(URI.create(url.toString().replaceFirst("/+$", "") + path))
            .timeout(timeout)
            .header("Accept", mediaType);
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      var response = client.send(request.build(), BodyHandlers.ofString());
      return reply(response.statusCode(), response.body());
    } catch (IOException e) {
      return new Reply.Silent("%s does not answer (%s)".formatted(url, reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Silent("interrupted");
    }
  }

  private static String reason(IOException e) {
    var message = Optional.ofNullable(e.getMessage()).filter(text -> !text.isBlank());
    return message.orElseGet(() -> e.getClass().getSimpleName());
  }

  private Reply reply(int status, String body) {
    var detail = json(body).path("detail").asText("");
    var said = "%s answers %d%s".formatted(url, status, detail.isEmpty() ? "" : ": " + detail);
    return switch (status) {
      case 200 -> new Reply.Good(body);
      case 400, 401, 403, 404 -> new Reply.Wrong(detail.isEmpty() ? said : detail);
      default -> new Reply.Silent(said);
    };
  }

  /** {@return that something else than Nines answers there} */
  Reply.Silent notNines() {
    return new Reply.Silent(url + " does not answer as Nines does");
  }

  /** {@return the text as JSON; a missing node where it is none} */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
