package dev.nines.engine.declarations.modules;

import dev.nines.engine.declarations.blackbox.HttpModuleReader;
import dev.nines.engine.declarations.blackbox.NetworkReader;
import dev.nines.engine.declarations.yaml.EveryText;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpStep;
import dev.nines.probe.HttpStepsModule;
import dev.nines.probe.Targets;
import dev.nines.probe.steps.Template;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code http_steps} of a module or a probe: the requests of a transaction, and what one
 * takes from another.
 */
public final class StepsReader {
  private static final int MOST = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][-._A-Za-z0-9]{0,62}");
  private static final Pattern WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

  /** Where a step's http may use what was captured. */
  private static final Pattern PLACES =
      Pattern.compile(
          "(?:<<(?:\\[\\d+])?\\.)*"
              + "(?:headers\\..*|http_headers\\..*\\.(?:values|secrets)\\[\\d+]|body|bearer_token"
              + "|basic_auth\\.(?:username|password)|authorization\\.credentials)");

  /** What stands for a transaction that cannot be read; it is of no use, since that is a fault. */
  static final HttpStepsModule NOTHING =
      new HttpStepsModule(
          List.of(new HttpStep("none", "/", HttpModule.DEFAULT, List.of())), List.of());

  private final Placeholders variables;
  private final HttpModuleReader http;

  /**
   * A reader.
   *
   * @param variables fills in URLs and secrets
   */
  public StepsReader(Placeholders variables) {
    this.variables = variables;
    this.http = new HttpModuleReader(variables, text -> !new Template(text).names().isEmpty());
  }

  /**
   * Reads a transaction.
   *
   * @param transaction its keys
   * @return the transaction; of use only where there was no fault
   */
  public HttpStepsModule read(Mapping transaction) {
    var captured = new HashMap<String, Field>();
    var names = new HashMap<String, Field>();
    var steps = transaction.required("steps").map(field -> steps(field, names, captured));
    var limits = NetworkReader.limits(transaction);
    return steps
        .filter(read -> !read.isEmpty())
        .map(read -> new HttpStepsModule(read, limits))
        .orElse(NOTHING);
  }

  private List<HttpStep> steps(Field field, Map<String, Field> names, Map<String, Field> captured) {
    var steps =
        field.list(item -> item.mapping(s -> step(s, names, captured)).flatMap(step -> step));
    if (field.isList() && (field.items().isEmpty() || field.items().size() > MOST)) {
      field.fault("expected 1 to %d steps, got %d".formatted(MOST, field.items().size()));
    }
    return steps;
  }

  private Optional<HttpStep> step(
      Mapping step, Map<String, Field> names, Map<String, Field> captured) {
    var nameAt = step.required("name");
    var name =
        nameAt.flatMap(f ->
            f.parse(
                "a name such as login",
                text -> Optional.of(text).filter(t -> NAME.matcher(t).matches())));
    nameAt.ifPresent(at -> name.ifPresent(n -> once(names, n, at)));
    var urlAt = step.required("url");
    var url = urlAt.flatMap(f -> f.text(variables).filter(text -> good(f, text)));
    var asks = step.optional("http");
    var module = asks.flatMap(f -> f.mapping(http::read)).orElse(HttpModule.DEFAULT);
    urlAt.ifPresent(at -> url.ifPresent(text -> known(text, at, captured)));
    asks.ifPresent(at -> EveryText.in(at).forEach(text -> check(text, captured)));
    var captures =
        step.optional("capture").map(f -> CaptureReader.read(f, captured)).orElse(List.of());
    return name.flatMap(n -> url.map(u -> new HttpStep(n, u, module, captures)));
  }

  static void once(Map<String, Field> seen, String name, Field at) {
    var first = seen.putIfAbsent(name, at);
    if (first != null) {
      at.fault("this name stands here twice, first at " + first.place());
    }
  }

  /** What is captured may hold anything, so a plain word stands for it here. */
  private static boolean good(Field field, String text) {
    var plain = new Template(text).with(_ -> "x");
    var good = WITH_SCHEME.matcher(plain).matches() ? Targets.url(plain).isPresent() : isUri(plain);
    if (!good) {
      field.fault(
          "expected a URL, or a path below the target such as /login, got " + field.described());
    }
    return good;
  }

  private static boolean isUri(String text) {
    try {
      return !text.isEmpty() && !new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Elsewhere two braces are what they are, unless they are meant to be put in. */
  private static void check(EveryText.Found text, Map<String, Field> captured) {
    if (PLACES.matcher(text.path()).matches()) {
      known(text.text(), text.at(), captured);
      return;
    }
    for (var name : new Template(text.text()).names()) {
      if (captured.containsKey(name)) {
        text.at()
            .fault(
                "{{%s}} is put into url, headers, body and credentials, not in here"
                    .formatted(name));
      }
    }
  }

  private static void known(String text, Field at, Map<String, Field> captured) {
    for (var name : new Template(text).names()) {
      if (!captured.containsKey(name)) {
        at.fault(
            "no earlier step captures {{%s}}%s"
                .formatted(name, Spelling.hint(name, captured.keySet())));
      }
    }
  }
}
