package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.probe.Capture;
import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.Header;
import dev.nines.probe.HttpStep;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.SpeedLimit;
import dev.nines.probe.json.JsonPathQuery;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code http_steps} of a probe, and of a module that it names. */
class StepsOfProbeTest {
  private static final String TRANSACTION =
      """
      service: checkout
      target: https://${SHOP_HOST}/app/
      prober: http_steps
      http_steps:
        fail_if_slower_than: 4s
        steps:
          - name: login
            url: login
            http: {method: POST, body: "user=prober&pass={{"}
            capture:
              - {name: token, json: "$.auth.token"}
              - {name: trace, header: X-Trace, secret: false}
              - {name: cart, regexp: "cart=([0-9]+)"}
              - {name: sid, cookie: sid}
          - name: order
            url: https://${SHOP_HOST}/carts/{{cart}}?t={{trace}}
            http:
              headers: {Cookie: "sid={{sid}}", X-Trace: "{{trace}}"}
              http_headers: {X-Key: {secrets: ["{{token}}"]}}
              basic_auth: {username: "{{cart}}", password: "{{token}}"}
              fail_if_body_matches_regexp: ["{{[a-z]+}}"]
          - {name: again, url: "{{trace}}", http: {bearer_token: "{{token}}"}}
      """;

  private static HttpStepsSpec spec(Reading reading) {
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.warnings()).isEmpty();
    return (HttpStepsSpec) reading.catalog().orElseThrow().probes().getFirst().spec();
  }

  @Test
  void transactionIsReadInFull_andWhatIsPutInLaterIsNoSecretInItsPlace() {
    var spec = spec(Texts.read(Texts.probe(TRANSACTION)));

    assertThat(spec.target()).isEqualTo(URI.create("https://shop.example.com/app/"));
    assertThat(spec.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(spec.module().limits())
        .containsExactly(
            new SpeedLimit(Optional.empty(), Duration.ofSeconds(4), SpeedLimit.Verdict.FAILED));
    assertThat(spec.module().steps())
        .extracting(HttpStep::name)
        .containsExactly("login", "order", "again");
    var login = spec.module().steps().getFirst();
    assertThat(login.captures())
        .containsExactly(
            new Capture.Json("token", JsonPathQuery.compile("$.auth.token"), true),
            new Capture.HeaderValue("trace", "X-Trace", false),
            new Capture.Regexp("cart", Pattern.compile("cart=([0-9]+)"), true),
            new Capture.Cookie("sid", "sid", true));
    var order = spec.module().steps().get(1);
    assertThat(order.url()).isEqualTo("https://shop.example.com/carts/{{cart}}?t={{trace}}");
    assertThat(order.http().request().headers())
        .containsExactly(
            new Header("Cookie", new Content.Secret("sid={{sid}}")),
            Header.of("X-Trace", "{{trace}}"),
            new Header("X-Key", new Content.Secret("{{token}}")));
    assertThat(order.http().request().credentials())
        .contains(
            new Credentials.Basic(new Content.Text("{{cart}}"), new Content.Secret("{{token}}")));
  }

  @Test
  void sameTextIsTheSameTransaction_soThatAReloadChangesNothing() {
    assertThat(spec(Texts.read(Texts.probe(TRANSACTION))))
        .isEqualTo(spec(Texts.read(Texts.probe(TRANSACTION))));
  }

  @Test
  void moduleMayBeATransaction_whoseKeysAProbeReplaces() {
    var modules =
        modules(
            """
            modules:
              order:
                prober: http_steps
                timeout: 7s
                http_steps:
                  fail_if_slower_than: 4s
                  steps: [{name: login, url: /login, http: {bearer_token: hunter2}}]
            """);

    var named = spec(read(modules, "{service: checkout, module: order, target: 'http://a/'}"));
    assertThat(named.timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(modules.asDeclared().modules().values())
        .extracting(BlackboxModules.Module::asks)
        .containsExactly(named.module());

    var changed =
        spec(
            read(
                modules,
                "{service: checkout, module: order, target: 'http://a/', http_steps: {steps:"
                    + " [{name: other, url: /}]}}"));
    assertThat(changed.module().limits()).hasSize(1);
    assertThat(changed.module().steps()).extracting(HttpStep::name).containsExactly("other");
  }

  @Test
  void faultsOfAModuleAreToldOnce() {
    var findings = new Findings();
    WrittenModules.read(
        source(
            """
            modules:
              none: {prober: http_steps}
              bad:
                prober: http_steps
                http: {}
                http_steps: {steps: [{name: a, url: "{{x}}"}], step: 1}
              http: {prober: http, http_steps: {}}
            """),
        findings);

    assertThat(findings.faults())
        .extracting(Object::toString)
        .containsExactly(
            "blackbox.yml:2:9: modules.none.http_steps: required",
            "blackbox.yml:6:41: modules.bad.http_steps.steps[0].url: no earlier step captures"
                + " {{x}}",
            "blackbox.yml:6:52: modules.bad.http_steps.step: unknown key");
    assertThat(findings.warnings())
        .extracting(Object::toString)
        .containsExactly(
            "blackbox.yml:5:11: modules.bad.http: means nothing with this prober",
            "blackbox.yml:7:36: modules.http.http_steps: means nothing with this prober");
  }

  @Test
  void stepsAreBounded() {
    var steps = "{name: a%d, url: /}";
    var many = new StringBuilder();
    for (var i = 0; i < 101; i++) {
      many.append(steps.formatted(i)).append(", ");
    }

    assertThat(
            Texts.faults(
                Texts.probe(
                    "{service: checkout, prober: http_steps, target: 'http://a/', http_steps: {steps: ["
                        + many
                        + "]}}")))
        .containsExactly(
            "checkout.yml:10:84: spec.http_steps.steps: expected 1 to 100 steps, got 101");
  }

  @Test
  void mutationsOfATransactionGiveAReading() {
    for (var seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder(Texts.probe(TRANSACTION));
      for (var i = random.nextInt(1, 6); i > 0; i--) {
        DeclarationFuzzTest.mutate(text, random);
      }

      var reading = Texts.read(text.toString());

      assertThat(reading.catalog().isPresent())
          .as("seed %d", seed)
          .isEqualTo(reading.faults().isEmpty());
    }
  }

  private static WrittenModules modules(String text) {
    var findings = new Findings();
    var modules = WrittenModules.read(source(text), findings);
    assertThat(findings.faults()).isEmpty();
    return modules;
  }

  private static Source source(String text) {
    return new Source("blackbox.yml", Path.of("."), text);
  }

  private static Reading read(WrittenModules modules, String spec) {
    return Declarations.parse(
        List.of(new Source("checkout.yml", Path.of("."), Texts.probe(spec))),
        modules,
        _ -> Optional.empty(),
        new Findings());
  }
}
