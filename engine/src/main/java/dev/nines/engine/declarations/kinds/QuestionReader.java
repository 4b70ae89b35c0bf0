package dev.nines.engine.declarations.kinds;

import dev.nines.engine.declarations.blackbox.HttpModuleReader;
import dev.nines.engine.declarations.blackbox.Prober;
import dev.nines.engine.declarations.blackbox.TcpModuleReader;
import dev.nines.engine.declarations.blackbox.WrittenModules;
import dev.nines.engine.declarations.blackbox.WrittenModules.Written;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what a probe asks, and of whom: {@code prober} and its keys, or a {@code module} and the
 * keys that are given over it.
 */
final class QuestionReader {
  private static final String STEPS = "http_steps";

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
    var ofSteps = spec.optional("http_steps");
    var prober = spec.optional("prober");
    if (prober.flatMap(Field::text).filter(STEPS::equals).isPresent()) {
      prober.ifPresent(field -> field.fault("is read and checked, but cannot be run yet"));
      return steps(spec, target, timeout);
    }
    ofSteps.ifPresent(field -> field.fault("needs prober: http_steps"));
    var ofHttp = spec.optional("http");
    var ofTcp = spec.optional("tcp");
    var base = module.flatMap(Written::keys);
    return prober(spec, module)
        .flatMap(kind ->
            switch (kind) {
              case HTTP -> {
                ofTcp.ifPresent(field -> field.fault("means nothing with prober: http"));
                var asked = keys(ofHttp, base, http::read).orElse(HttpModule.DEFAULT);
                yield target
                    .flatMap(targets::url)
                    .<ProbeSpec>map(url -> new HttpSpec(url, timeout, asked));
              }
              case TCP -> {
                ofHttp.ifPresent(field -> field.fault("means nothing with prober: tcp"));
                var asked = keys(ofTcp, base, tcp::read).orElse(TcpModule.DEFAULT);
                yield target
                    .flatMap(targets::address)
                    .map(at -> new TcpSpec(at.host(), at.port(), timeout, asked));
              }
            });
  }

  private Optional<ProbeSpec> steps(Mapping spec, Optional<Field> target, Duration timeout) {
    for (var key : List.of("module", "http", "tcp")) {
      spec.optional(key).ifPresent(field -> field.fault("means nothing with prober: http_steps"));
    }
    var asked = spec.required("http_steps").flatMap(f -> f.mapping(steps::read)).orElse(List.of());
    var url = target.flatMap(targets::url);
    return asked.isEmpty()
        ? Optional.empty() // told already
        : url.map(at -> new HttpStepsSpec(at, timeout, asked));
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
