package dev.nines.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.nines.channel.Background;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Delivery;
import dev.nines.channel.Deployed;
import dev.nines.channel.Notification;
import dev.nines.channel.receivers.Channels;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.declarations.Declarations;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.Severity;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Tells one channel a notification that nobody can take for a real one. */
public final class NotifyTestCommand extends OneShotCommand {
  private static final String TEST = "TEST, nothing is wrong";
  private static final Background BACKGROUND =
      new Background(TEST, Map.of(), Optional.empty(), Optional.empty());

  private final InstantSource clock;
  private final Function<String, Optional<String>> environment;

  /**
   * The command.
   *
   * @param clock tells the time
   * @param environment finds a variable that a declaration asks for
   * @param out where the answer goes
   */
  public NotifyTestCommand(
      InstantSource clock, Function<String, Optional<String>> environment, PrintStream out) {
    super(
        "notify-test",
        "Sends a test notification to one declared channel, its end to those that keep what is"
            + " open, and a test of a deployment to those that want change events. Exit code 0: it has it, 1: it refuses it, 2: wrong usage or input, 3: it does"
            + " not answer or cannot take it now.",
        out);
    this.clock = clock;
    this.environment = environment;
  }

  @Override
  public void configure(Subparser parser) {
    parser.addArgument("channel").metavar("NAME").help("the NotificationChannel");
    parser
        .addArgument("--config")
        .metavar("FILE")
        .setDefault(ConfiguredFiles.usual().toString())
        .help("where the declarations are named");
    parser
        .addArgument("--leave-open")
        .action(Arguments.storeTrue())
        .help("send no end, so that a page can be waited for; close it by hand");
    addOutput(parser);
  }

  /**
   * What came of it, for programs.
   *
   * @param channel the channel
   * @param type its type
   * @param steps what was told, in order
   */
  record Report(String channel, String type, List<Step> steps) {}

  /**
   * One thing told.
   *
   * @param told its type
   * @param outcome {@code delivered}, {@code refused} or {@code not now}
   * @param answer what came back
   */
  record Step(String told, String outcome, String answer) {}

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws JsonProcessingException {
    var name = arguments.getString("channel");
    var settings =
        ConfiguredFiles.settings(
            ConfiguredFiles.existing(arguments.getString("config")), bootstrap);
    var reading = Declarations.read(settings.declarationPaths(), this::variable);
    var catalog = reading.catalog().orElseThrow(() -> NamedProbes.wrong(reading.faults()));
    var spec = find(catalog, name);
    var deliveries = deliver(spec, settings, arguments);
    var report =
        new Report(
            name,
            type(spec),
            deliveries.entrySet().stream()
                .map(e -> new Step(e.getKey().label(), outcome(e.getValue()), e.getValue().said()))
                .toList());
    print(bootstrap, arguments, report, lines(report));
    end(List.copyOf(deliveries.values()));
  }

  private Map<Notification.Type, Delivery> deliver(
      ChannelSpec spec, Settings settings, Namespace arguments) {
    var deliveries = new LinkedHashMap<Notification.Type, Delivery>();
    try (var channels = new Channels(settings.timeZone(), clock, log(arguments))) {
      var channel = channels.open(spec);
      var begun = clock.instant();
      var opening = test(spec, Notification.Type.OPENED, begun, settings.externalUrl());
      deliveries.put(opening.type(), channel.deliver(opening));
      if (keepsWhatIsOpen(spec) && !arguments.getBoolean("leave_open")) {
        var end = test(spec, Notification.Type.RESOLVED, begun, settings.externalUrl());
        deliveries.put(end.type(), channel.deliver(end));
      }
      if (spec.changeEvents()) {
        var change = change(spec, begun, settings.externalUrl());
        deliveries.put(change.type(), channel.deliver(change));
      }
    }
    return deliveries;
  }

  /** The log is standard output here, but for programs, who get one object. */
  private Consumer<String> log(Namespace arguments) {
    return arguments.getString("output").equals("json") ? _ -> {} : out()::println;
  }

  private static boolean keepsWhatIsOpen(ChannelSpec spec) {
    return switch (spec) {
      case ChannelSpec.Alertmanager _, ChannelSpec.PagerDuty _, ChannelSpec.CdEvents _ -> true;
      case ChannelSpec.Webhook _,
          ChannelSpec.Log _,
          ChannelSpec.Slack _,
          ChannelSpec.Teams _,
          ChannelSpec.Email _ ->
          false;
    };
  }

  private Notification test(ChannelSpec spec, Notification.Type type, Instant begun, URI url) {
    var over = type == Notification.Type.RESOLVED;
    var ended = over ? Optional.of(clock.instant()) : Optional.<Instant>empty();
    var times =
        new IncidentTimes(Optional.empty(), begun, begun, begun, Optional.empty(), ended, ended);
    return new Notification(
            "test-%d-%s-%s".formatted(begun.toEpochMilli(), type.label(), spec.name()),
            type,
            ended.orElse(begun),
            "nines-test",
            Severity.INFO,
            "nines-test: %s: a test of channel %s".formatted(TEST, spec.name()),
            url.resolve("/"),
            Optional.of(
                new Notification.About(
                    0,
                    over ? Incident.State.RESOLVED : Incident.State.OPEN,
                    times,
                    Optional.empty(),
                    List.of(
                        "%s: somebody tries the channel %s by ./nines notify-test. Nobody needs to"
                                .formatted(TEST, spec.name())
                            + " do anything."),
                    List.of())))
        .with(BACKGROUND);
  }

  private static Notification change(ChannelSpec spec, Instant at, URI url) {
    var none = Optional.<String>empty();
    var deployed =
        new Deployed(
            at.toEpochMilli(),
            "nowhere",
            Optional.of("a test of channel " + spec.name()),
            false,
            Optional.empty(),
            at,
            none,
            none,
            none,
            none);
    return Notification.ofDeployment("nines-test", deployed, spec.name(), url.resolve("/"))
        .with(BACKGROUND);
  }

  private static ChannelSpec find(Catalog catalog, String name) {
    return catalog.channels().stream()
        .filter(channel -> channel.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new CommandExit(
                Code.WRONG_USAGE,
                "no channel named "
                    + name
                    + Spelling.hint(
                        name, catalog.channels().stream().map(ChannelSpec::name).toList())));
  }

  private static List<String> lines(Report report) {
    var lines = new ArrayList<String>();
    for (var step : report.steps()) {
      var answer = step.answer().isEmpty() ? "" : ": " + step.answer();
      lines.add(
          "%s (%s) %s %s%s"
              .formatted(report.channel(), report.type(), step.told(), step.outcome(), answer));
    }
    return lines;
  }

  private static String outcome(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Delivered _ -> "delivered";
      case Delivery.Retry _ -> "not now";
      case Delivery.GiveUp _ -> "refused";
    };
  }

  private static void end(List<Delivery> deliveries) {
    if (deliveries.stream().anyMatch(Delivery.GiveUp.class::isInstance)) {
      throw new CommandExit(Code.NO, "");
    }
    if (deliveries.stream().anyMatch(Delivery.Retry.class::isInstance)) {
      throw new CommandExit(Code.CANNOT_SAY, "");
    }
  }

  private static String type(ChannelSpec spec) {
    return switch (spec) {
      case ChannelSpec.Webhook _ -> "webhook";
      case ChannelSpec.Log _ -> "log";
      case ChannelSpec.Alertmanager _ -> "alertmanager";
      case ChannelSpec.PagerDuty _ -> "pagerduty";
      case ChannelSpec.Slack _ -> "slack";
      case ChannelSpec.Teams _ -> "teams";
      case ChannelSpec.Email _ -> "email";
      case ChannelSpec.CdEvents _ -> "cdevents";
    };
  }

  private Optional<String> variable(String name) {
    return environment.apply(name).or(() -> ConfiguredFiles.standIn(name));
  }
}
