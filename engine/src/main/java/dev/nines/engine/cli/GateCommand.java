package dev.nines.engine.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.cli.GateClient.Asked;
import dev.nines.engine.declarations.yaml.Units;
import dev.nines.engine.gate.GateAnswer;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Asks a running Nines whether a service may be deployed, or watches it after a deployment. */
public final class GateCommand extends OneShotCommand {
  private static final Duration SHORTEST_WATCH = Duration.ofSeconds(1);
  private static final Duration LONGEST_WATCH = Duration.ofHours(24);
  private static final Duration OFTEN = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Function<String, Optional<String>> environment;
  private final InstantSource clock;
  private final Pause pause;

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Waits.
     *
     * @param length how long
     * @throws InterruptedException where the command is to end
     */
    void sleep(Duration length) throws InterruptedException;
  }

  /**
   * The command.
   *
   * @param environment finds NINES_URL and NINES_TOKEN
   * @param clock tells how long was watched, and the times of what is printed
   * @param pause waits between two looks
   * @param out where it prints
   */
  public GateCommand(
      Function<String, Optional<String>> environment,
      InstantSource clock,
      Pause pause,
      PrintStream out) {
    super(
        "gate",
        "Asks a running Nines whether a service may be deployed; with --watch, whether it has got"
            + " worse since. Exit code 0: go, 1: hold, 2: wrong usage, no such service, or no"
            + " valid token, 3: it cannot be said.",
        out);
    this.environment = environment;
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public void configure(Subparser parser) {
    parser.addArgument("service").metavar("SERVICE").help("the service to be deployed");
    parser
        .addArgument("--on-unknown")
        .dest("onUnknown")
        .choices("go", "hold")
        .help("what to answer where it cannot be said, also where Nines does not answer");
    parser
        .addArgument("--watch")
        .metavar("TIME")
        .help(
            "watch the service for so long after a deployment, such as 10m: hold as soon as it is"
                + " worse than now");
    parser
        .addArgument("--since")
        .metavar("TIME")
        .help(
            "with --watch: when the deployment began, such as 2026-11-29T12:00:00Z; what began since"
                + " is worse too, though it was there before the watch");
    RunningNines.addArguments(parser);
    addOutput(parser);
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws JsonProcessingException {
    var service = requireNonNull(arguments.getString("service"));
    var onUnknown = Optional.ofNullable(arguments.getString("onUnknown"));
    var watch = Optional.ofNullable(arguments.getString("watch")).map(GateCommand::length);
    var since = Optional.ofNullable(arguments.getString("since")).map(GateCommand::time);
    if (since.isPresent() && watch.isEmpty()) {
      throw new CommandExit(Code.WRONG_USAGE, "--since: goes with --watch alone");
    }
    try (var nines = RunningNines.of(bootstrap, arguments, environment, TIMEOUT)) {
      var client = new GateClient(nines);
      var unlessKnown = watch.isPresent() ? Optional.<String>empty() : onUnknown;
      switch (client.ask(service, unlessKnown)) {
        case Asked.Wrong(var why) -> throw new CommandExit(Code.WRONG_USAGE, why);
        case Asked.Silent(var why) -> {
          var silent = decided(GateAnswer.UNKNOWN, why, onUnknown);
          print(bootstrap, arguments, fields(silent), List.of(silent.text()));
          end(silent.answer());
        }
        case Asked.Told(var first) -> {
          if (watch.isPresent()) {
            watch(bootstrap, arguments, client, service, watch.get(), since, first, onUnknown);
          } else {
            print(bootstrap, arguments, first, lines(first));
            end(answer(first));
          }
        }
      }
    }
  }

  private void watch(
      Bootstrap<?> bootstrap,
      Namespace arguments,
      GateClient client,
      String service,
      Duration length,
      Optional<Instant> since,
      JsonNode first,
      Optional<String> onUnknown)
      throws JsonProcessingException {
    var spoken = arguments.getString("output").equals("text");
    var changes = new ArrayList<String>();
    var watch = new GateWatch(service, first, since, shorter(PATIENCE, length));
    var began = clock.instant();
    tell(
        spoken,
        changes,
        "watching %s for %s, now %s".formatted(service, written(length), text(first)));
    Asked asked = new Asked.Told(first);
    var watched = Duration.ZERO;
    var end = Optional.<GateWatch.End>empty();
    while (true) {
      var step = watch.see(asked, watched);
      step.changes().forEach(line -> tell(spoken, changes, line));
      end = step.end();
      if (end.isPresent() || watched.compareTo(length) >= 0) {
        break;
      }
      pause(shorter(OFTEN, length.minus(watched)));
      asked = client.ask(service, Optional.empty());
      watched = Duration.between(began, clock.instant());
    }
    var verdict = end.orElse(watch.over(watched));
    var decided = decided(verdict.answer(), verdict.sentence(), onUnknown);
    var fields = fields(decided);
    fields.put("changes", changes);
    print(bootstrap, arguments, fields, List.of(stamped(decided.text())));
    end(decided.answer());
  }

  private void tell(boolean spoken, List<String> changes, String line) {
    changes.add(stamped(line));
    if (spoken) {
      out().println(stamped(line));
      out().flush();
    }
  }

  private String stamped(String line) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + line;
  }

  private void pause(Duration length) {
    try {
      pause.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandExit(Code.CANNOT_SAY, "interrupted");
    }
  }

  /** What the command itself has to say. */
  private record Decided(GateAnswer answer, String sentence) {
    String text() {
      return answer.label() + ": " + sentence;
    }
  }

  private static Decided decided(GateAnswer answer, String sentence, Optional<String> onUnknown) {
    return answer == GateAnswer.UNKNOWN && onUnknown.isPresent()
        ? new Decided(of(onUnknown.get()), "as asked for what cannot be said, since " + sentence)
        : new Decided(answer, sentence);
  }

  private static Map<String, Object> fields(Decided decided) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("answer", decided.answer().label());
    fields.put("sentence", decided.text());
    return fields;
  }

  private static List<String> lines(JsonNode answer) {
    var lines = new ArrayList<>(List.of(text(answer)));
    answer
        .path("reasons")
        .forEach(reason -> {
          lines.add(
              "  %-7s  %s".formatted(reason.path("effect").asText(), reason.path("text").asText()));
          var workings = reason.at("/derivation/workings");
          if (workings.isTextual()) {
            lines.add("           " + workings.asText());
          }
        });
    return lines;
  }

  private static String text(JsonNode answer) {
    return answer.path("sentence").asText();
  }

  private static GateAnswer answer(JsonNode answer) {
    return of(answer.path("answer").asText());
  }

  private static GateAnswer of(String label) {
    return Arrays.stream(GateAnswer.values())
        .filter(answer -> answer.label().equals(label))
        .findFirst()
        .orElse(GateAnswer.UNKNOWN);
  }

  /**
   * What the command ends with.
   *
   * @param answer what is told
   * @return the code; empty for 0
   */
  public static Optional<Code> code(GateAnswer answer) {
    return switch (answer) {
      case GO -> Optional.empty();
      case HOLD -> Optional.of(Code.NO);
      case UNKNOWN -> Optional.of(Code.CANNOT_SAY);
    };
  }

  private static void end(GateAnswer answer) {
    code(answer)
        .ifPresent(code -> {
          throw new CommandExit(code, "");
        });
  }

  private static Duration length(String text) {
    return Units.goDuration(text)
        .filter(length -> length.compareTo(SHORTEST_WATCH) >= 0)
        .filter(length -> length.compareTo(LONGEST_WATCH) <= 0)
        .orElseThrow(() ->
            new CommandExit(
                Code.WRONG_USAGE, "--watch: expected a time such as 10m, from 1s to 24h: " + text));
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new CommandExit(
          Code.WRONG_USAGE,
          "--since: expected a time with its offset, such as 2026-11-29T12:00:00Z: " + text);
    }
  }

  private static String written(Duration length) {
    return length.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
