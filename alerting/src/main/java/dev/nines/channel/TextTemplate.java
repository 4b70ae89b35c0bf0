package dev.nines.channel;

import dev.nines.incident.Incident;
import dev.nines.incident.IncidentTimes;
import dev.nines.incident.Severity;
import freemarker.core.InvalidReferenceException;
import freemarker.core.ParseException;
import freemarker.core.TemplateClassResolver;
import freemarker.core._CoreAPI;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * How does somebody want to be told, in FreeMarker's language? Thread-safe.
 *
 * <p>In a sandbox: of the language only what makes texts of texts is there, by lists of what is
 * allowed; a template sees nothing but texts, lists of them and the labels; length and time are
 * bounded.
 */
public final class TextTemplate {
  private static final int LONGEST_SOURCE = 8_000;
  private static final int LONGEST_RESULT = 8_000;
  private static final Duration LONGEST_TIME = Duration.ofSeconds(1);

  private static final Pattern DIRECTIVE = Pattern.compile("</?[#@]([A-Za-z_]*)");
  private static final Set<String> DIRECTIVES =
      Set.of("if", "elseif", "else", "list", "sep", "items", "switch", "case", "default", "break");
  private static final Pattern BUILT_IN = Pattern.compile("\\?([A-Za-z_]+)");
  private static final Set<String> BUILT_INS =
      Set.of(
          "c",
          "cap_first",
          "contains",
          "counter",
          "ends_with",
          "first",
          "has_content",
          "has_next",
          "index",
          "is_first",
          "is_last",
          "keep_after",
          "keep_before",
          "keys",
          "last",
          "length",
          "lower_case",
          "size",
          "starts_with",
          "then",
          "trim",
          "uncap_first",
          "upper_case",
          "values");

  private static final Configuration FREEMARKER = configuration();

  private final String source;
  private final Template template;

  private TextTemplate(String source, Template template) {
    this.source = source;
    this.template = template;
  }

  /** A template that cannot be used, or that fails; its message is one line for people. */
  public static final class Unusable extends Exception {
    Unusable(String message) {
      super(message.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse(""));
    }
  }

  /**
   * Reads a template and tries it on every type of notification.
   *
   * @param source the template
   * @return the template
   * @throws Unusable if it is not FreeMarker's language, steps out of the sandbox, or fails
   */
  public static TextTemplate of(String source) throws Unusable {
    if (source.length() > LONGEST_SOURCE) {
      throw new Unusable("longer than " + LONGEST_SOURCE + " characters");
    }
    var template = new TextTemplate(source, parse(source));
    for (var sample : samples()) {
      try {
        template.render(sample, ZoneOffset.UTC);
      } catch (Unusable e) {
        throw new Unusable("%s (told of %s)".formatted(e.getMessage(), sample.type().label()));
      }
    }
    return template;
  }

  /**
   * Makes the text.
   *
   * @param notification what is told
   * @param zone the zone of its times
   * @return the text
   * @throws Unusable if the template fails, writes too much or takes too long
   */
  public String render(Notification notification, ZoneId zone) throws Unusable {
    var made = new CompletableFuture<String>();
    // A thread of its own, since FreeMarker looks for an interrupt in its loops; and one of the
    // platform, since a loop that never waits would hold a virtual one's carrier.
    var thread =
        Thread.ofPlatform()
            .daemon()
            .name("template")
            .start(() -> complete(made, values(notification, zone)));
    try {
      return made.get(LONGEST_TIME.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      thread.interrupt();
      throw new Unusable("takes longer than " + LONGEST_TIME.toMillis() + " ms");
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new Unusable("interrupted");
    } catch (ExecutionException e) {
      throw new Unusable(reason(Objects.requireNonNullElse(e.getCause(), e)));
    }
  }

  private void complete(CompletableFuture<String> made, Map<String, Object> values) {
    try {
      var out = new BoundedWriter();
      template.process(values, out);
      made.complete(out.toString().strip());
    } catch (TemplateException | IOException | RuntimeException | StackOverflowError e) {
      made.completeExceptionally(e);
    }
  }

  private static String reason(Throwable e) {
    return switch (e) {
      case InvalidReferenceException unknown ->
          "line %d: nothing is known as %s"
              .formatted(
                  Optional.ofNullable(unknown.getLineNumber()).orElse(1),
                  unknown.getBlamedExpressionString());
      case TemplateException failed ->
          "line %d: %s"
              .formatted(
                  Optional.ofNullable(failed.getLineNumber()).orElse(1),
                  String.valueOf(failed.getMessageWithoutStackTop()));
      default -> Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    };
  }

  private static Template parse(String source) throws Unusable {
    for (var directives = DIRECTIVE.matcher(source); directives.find(); ) {
      if (!DIRECTIVES.contains(directives.group(1))) {
        throw new Unusable("not allowed here: " + directives.group());
      }
    }
    try {
      var template = new Template("template", source, FREEMARKER);
      _CoreAPI.addThreadInterruptedChecks(template);
      var canonical = template.toString();
      for (var builtIns = BUILT_IN.matcher(canonical); builtIns.find(); ) {
        if (!BUILT_INS.contains(builtIns.group(1))) {
          throw new Unusable("not allowed here: " + builtIns.group());
        }
      }
      return template;
    } catch (ParseException e) {
      throw new Unusable(
          "line %d, column %d: %s"
              .formatted(e.getLineNumber(), e.getColumnNumber(), e.getEditorMessage()));
    } catch (IOException | StackOverflowError e) {
      throw new Unusable("cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static Configuration configuration() {
    var configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setAPIBuiltinEnabled(false);
    configuration.setObjectWrapper(new SimpleObjectWrapper(Configuration.VERSION_2_3_34));
    configuration.setTagSyntax(Configuration.ANGLE_BRACKET_TAG_SYNTAX);
    configuration.setInterpolationSyntax(Configuration.DOLLAR_INTERPOLATION_SYNTAX);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setWrapUncheckedExceptions(true);
    configuration.setLocale(Locale.ROOT);
    return configuration;
  }

  private static final class BoundedWriter extends StringWriter {
    @Override
    public void write(char[] text, int from, int length) {
      check(length);
      super.write(text, from, length);
    }

    @Override
    public void write(String text, int from, int length) {
      check(length);
      super.write(text, from, length);
    }

    @Override
    public void write(String text) {
      check(text.length());
      super.write(text);
    }

    private void check(int more) {
      if (getBuffer().length() + more > LONGEST_RESULT) {
        throw new IllegalStateException("makes more than " + LONGEST_RESULT + " characters");
      }
    }
  }

  /** All names are always there, so that only a wrong one is a fault. */
  private static Map<String, Object> values(Notification notification, ZoneId zone) {
    var usual = Wording.of(notification, zone);
    var about = notification.incident();
    var burn = notification.burn();
    var background = notification.background();
    var values = new HashMap<String, Object>();
    values.put("type", notification.type().label());
    values.put("over", notification.over());
    values.put("title", usual.title());
    values.put("text", usual.plain());
    values.put("summary", notification.summary());
    values.put("service", notification.service());
    values.put(
        "displayName",
        background.displayName().isEmpty() ? notification.service() : background.displayName());
    values.put("severity", notification.severity().label());
    values.put(
        "formerSeverity",
        about.flatMap(Notification.About::formerSeverity).map(Severity::label).orElse(""));
    values.put("incident", about.map(a -> Long.toString(a.id())).orElse(""));
    values.put("state", about.map(a -> a.state().label()).orElse(""));
    values.put("causes", about.map(Notification.About::causes).orElse(List.of()));
    values.put("locations", about.map(Notification.About::locations).orElse(List.of()));
    values.put("since", Wording.moment(notification.since(), zone));
    values.put("at", Wording.moment(notification.at(), zone));
    values.put("lasted", Wording.lasted(notification).map(Wording::words).orElse(""));
    values.put("slo", burn.map(Notification.Burn::slo).orElse(""));
    values.put("objective", burn.map(Notification.Burn::objective).orElse(""));
    values.put("labels", background.labels());
    values.put("runbook", background.runbook().orElse(""));
    values.put("owner", background.owner().orElse(""));
    values.put("url", notification.url().toString());
    return values;
  }

  private static List<Notification> samples() {
    var at = Instant.parse("2026-11-24T12:00:00Z");
    var none = Optional.<Instant>empty();
    var over = Optional.of(at.plusSeconds(600));
    var url = URI.create("http://localhost:8080/incidents/42");
    var open = new IncidentTimes(none, at, at, at, none, none, none);
    var ended = new IncidentTimes(none, at, at, at, none, over, over);
    var causes = List.of("probe web is down at local: timeout in connect");
    var incident =
        new Notification.About(
            42, Incident.State.OPEN, open, Optional.of(Severity.ERROR), causes, List.of("local"));
    var resolved =
        new Notification.About(
            42, Incident.State.RESOLVED, ended, Optional.empty(), causes, List.of("local"));
    var sample =
        new Notification(
            "incident-42-1-opened-sample",
            Notification.Type.OPENED,
            at,
            "shop",
            Severity.CRITICAL,
            "shop: opened: " + causes.getFirst(),
            url,
            Optional.of(incident));
    return List.of(
        sample,
        of(sample, Notification.Type.UPDATED, Optional.of(incident)),
        of(sample, Notification.Type.RESOLVED, Optional.of(resolved)),
        of(sample, Notification.Type.ALERT_FIRED, Optional.empty()),
        of(sample, Notification.Type.ALERT_CLEARED, Optional.empty()));
  }

  private static Notification of(
      Notification sample, Notification.Type type, Optional<Notification.About> incident) {
    return new Notification(
        sample.key(),
        type,
        sample.at(),
        sample.service(),
        sample.severity(),
        sample.summary(),
        sample.url(),
        incident);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextTemplate same && same.source.equals(source);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  @Override
  public String toString() {
    return source;
  }
}
