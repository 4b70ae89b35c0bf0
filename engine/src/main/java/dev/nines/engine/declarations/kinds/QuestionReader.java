package dev.nines.engine.declarations.kinds;

import dev.nines.engine.declarations.blackbox.HttpModuleReader;
import dev.nines.engine.declarations.blackbox.TcpModuleReader;
import dev.nines.engine.declarations.modules.Prober;
import dev.nines.engine.declarations.modules.StepsReader;
import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.modules.WrittenModules.Written;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpModule;
import dev.nines.probe.TcpSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what a probe asks, and of whom: {@code prober} and its keys, or a {@code module} and the
 * keys that are given over it.
 */
final class QuestionReader {
  private final TargetReader targets;
  private final HttpModuleReader http;
  private final TcpModuleReader tcp;
  private final StepsReader steps;
  private final WrittenModules modules;

  QuestionReader(Placeholders variables, WrittenModules modules) {
    this.targets = new TargetReader(variables);
    this.http = new HttpModuleReader(variables);
    this.tcp = new TcpModuleReader(variables);
    this.steps = new StepsReader(variables);
    this.modules = modules;
  }

  Optional<Written> module(Mapping spec) {
    return spec.optional("module").flatMap(Reference::of).flatMap(modules::find);
  }

  Optional<ProbeSpec> read(Mapping spec, Optional<Written> module, Duration timeout) {
    var target = spec.required("target");
    for (var prober : Prober.values()) {
      spec.optional(prober.label()); // known, even where they mean nothing
    }
    var base = module.flatMap(Written::keys);
    var prober = prober(spec, module);
    if (prober.isEmpty()) { // who asks is not known, but what has a scheme can only be a URL
      target.filter(QuestionReader::hasScheme).ifPresent(targets::url);
    }
    return prober.flatMap(kind -> {
      var own = spec.optional(kind.label());
      Arrays.stream(Prober.values())
          .filter(other -> other != kind)
          .flatMap(other -> spec.optional(other.label()).stream())
          .forEach(field -> field.fault("means nothing with prober: " + kind.label()));
      return switch (kind) {
        case HTTP -> {
          var asked = keys(own, base, http::read).orElse(HttpModule.DEFAULT);
          yield target
              .flatMap(targets::url)
              .<ProbeSpec>map(url -> new HttpSpec(url, timeout, asked));
        }
        case HTTP_STEPS -> {
          var asked = keys(own, base, steps::read);
          if (own.isEmpty() && base.isEmpty()) {
            spec.required(kind.label());
          }
          yield target
              .flatMap(targets::url)
              .flatMap(url -> asked.map(steps -> new HttpStepsSpec(url, timeout, steps)));
        }
        case TCP -> {
          var asked = keys(own, base, tcp::read).orElse(TcpModule.DEFAULT);
          yield target
              .flatMap(targets::address)
              .map(at -> new TcpSpec(at.host(), at.port(), timeout, asked));
        }
      };
    });
  }

  private static boolean hasScheme(Field target) {
    return !target.isList() && !target.isMapping() && target.text().orElse("").contains("://");
  }

  private static Optional<Prober> prober(Mapping spec, Optional<Written> module) {
    var field =
        spec.optional("module").isPresent() ? spec.optional("prober") : spec.required("prober");
    var prober = field.flatMap(f -> f.oneOf(Prober.BY_NAME));
    var given = module.map(Written::prober);
    if (prober.isPresent() && given.isPresent() && !prober.equals(given)) {
      field.ifPresent(f -> f.fault("the module is for prober: " + given.get().label()));
      return Optional.empty();
    }
    return prober.or(() -> given);
  }

  private static <T> Optional<T> keys(
      Optional<Field> own, Optional<Field> base, Function<Mapping, T> reader) {
    return own.isPresent()
        ? own.flatMap(
            o -> base.map(b -> o.mappingOver(b, reader)).orElseGet(() -> o.mapping(reader)))
        : base.flatMap(b -> b.mapping(reader));
  }
}
