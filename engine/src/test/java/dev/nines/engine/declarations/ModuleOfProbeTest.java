package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A probe that names a module of a blackbox.yml. */
class ModuleOfProbeTest {
  private static final String MODULES =
      """
      modules:
        api:
          prober: http
          timeout: 7s
          http:
            method: POST
            body: "${1}"
            valid_status_codes: [201]
            basic_auth: {username: me, password: hunter2}
        ping: {prober: icmp}
      """;

  @TempDir Path folder;

  private Reading read(String modules, String spec) throws IOException {
    var blackbox = Files.writeString(folder.resolve("blackbox.yml"), modules);
    var declarations = Files.writeString(folder.resolve("checkout.yaml"), Texts.probe(spec));
    return Declarations.read(
        new DeclarationPaths(List.of(declarations), Optional.of(blackbox)), Optional::of);
  }

  private List<String> faults(String modules, String spec) throws IOException {
    return read(modules, spec).faults().stream()
        .map(Fault::toString)
        .map(fault -> fault.replace(folder + "/", ""))
        .toList();
  }

  private HttpSpec probe(String spec) throws IOException {
    var reading = read(MODULES, spec);
    assertThat(reading.faults()).isEmpty();
    return (HttpSpec) reading.catalog().orElseThrow().probes().getFirst().spec();
  }

  @Test
  void isAsTheModuleSays() throws IOException {
    var probe = probe("{service: checkout, module: api, target: 'http://a/'}");

    assertThat(probe.timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(probe.module().request().method()).isEqualTo("POST");
    assertThat(probe.module().request().body()).contains(new Content.Text("${1}"));
    assertThat(probe.module().request().credentials())
        .contains(new Credentials.Basic(new Content.Text("me"), new Content.Secret("hunter2")));
  }

  @Test
  void variableInADeclaredBodyIsFilledInAndNeverShown() throws IOException {
    var probe =
        probe(
            """
            service: checkout
            module: api
            target: http://a/
            http: {body: '{"pw": "${PW}", "id": "$${id}"}'}
            """);

    assertThat(probe.module().request().body())
        .contains(new Content.Secret("{\"pw\": \"PW\", \"id\": \"${id}\"}"));
  }

  @Test
  void ownKeysStandOverTheModules() throws IOException {
    var probe =
        probe(
            """
            service: checkout
            module: api
            target: http://a/
            timeout: 3s
            http: {method: PUT, body: , basic_auth: {username: you}}
            """);

    assertThat(probe.timeout()).isEqualTo(Duration.ofSeconds(3));
    var request = probe.module().request();
    assertThat(request.method()).isEqualTo("PUT");
    assertThat(request.body()).isEmpty();
    assertThat(request.credentials())
        .contains(new Credentials.Basic(new Content.Text("you"), new Content.Secret("")));
    assertThat(probe.module().expectation().validStatusCodes()).containsExactly(201);
  }

  @Test
  void modulesAreInTheCatalog() throws IOException {
    var catalog =
        read(MODULES, "{service: checkout, module: api, target: 'http://a/'}")
            .catalog()
            .orElseThrow();

    assertThat(catalog.modules().modules()).containsOnlyKeys("api");
    assertThat(Optional.ofNullable(catalog.modules().modules().get("api")).orElseThrow())
        .satisfies(module -> assertThat(module.timeout()).contains(Duration.ofSeconds(7)))
        .satisfies(module -> assertThat(module.asks()).isInstanceOf(HttpModule.class));
    assertThat(catalog.modules().foreign()).containsOnlyKeys("ping");
  }

  @Test
  void faultsAreWhereTheyStand() throws IOException {
    assertThat(
            faults(
                MODULES.replace("POST", "\"P T\""),
                "{service: checkout, module: api, interval: 5s, target: 'http://a/', http:"
                    + " {body_file: none}}"))
        .containsExactly(
            "blackbox.yml:6:15: modules.api.http.method: expected a method such as GET, got \"P"
                + " T\"",
            "checkout.yaml:10:31: spec.module: its timeout is not below the interval: give a"
                + " timeout",
            "checkout.yaml:10:77: spec.http: expected at most one of body and body_file");
  }

  @Test
  void aForeignOrUnknownModuleIsAFault() throws IOException {
    assertThat(faults(MODULES, "{service: checkout, module: ping, target: a}"))
        .containsExactly(
            "checkout.yaml:10:31: spec.module: this module has prober \"icmp\", which Nines does"
                + " not have: it has http, http_steps, tcp");
    assertThat(
            faults(
                MODULES.replace("POST", "GET"),
                "{service: checkout, module: api, target: a, http: {method: POST}}"))
        .containsExactly(
            "checkout.yaml:10:31: spec.module: this module sends a body with GET, which Nines does"
                + " not");
    assertThat(faults(MODULES, "{service: checkout, module: apo, target: a}"))
        .containsExactly(
            "checkout.yaml:10:31: spec.module: no module named apo in blackbox.yml (did you mean"
                + " api?)");
  }

  @Test
  void aFileThatCannotBeReadIsOneFault() throws IOException {
    assertThat(faults("modules: [", "{service: checkout, module: apo, target: a}"))
        .singleElement()
        .asString()
        .startsWith("blackbox.yml:")
        .contains(": not YAML");
  }

  @Test
  void fingerprintFollowsTheModules() throws IOException {
    var file = Files.writeString(folder.resolve("b.yml"), MODULES);
    var paths = new DeclarationPaths(List.of(), Optional.of(file));
    var before = Declarations.fingerprint(paths);

    Files.writeString(file, MODULES.replace("POST", "PUT"));

    assertThat(Declarations.fingerprint(paths)).isNotEqualTo(before);
  }

  @Test
  void mutationsOfAFileGiveAReading() throws IOException {
    for (var seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder(MODULES);
      for (var i = random.nextInt(1, 6); i > 0; i--) {
        DeclarationFuzzTest.mutate(text, random);
      }

      var reading = read(text.toString(), "{service: checkout, module: api, target: 'http://a/'}");

      assertThat(reading.catalog().isPresent())
          .as("seed %d", seed)
          .isEqualTo(reading.faults().isEmpty());
    }
  }
}
