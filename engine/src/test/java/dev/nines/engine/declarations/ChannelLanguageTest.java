package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.channel.ChannelSpec;
import dev.nines.channel.ChannelSpec.Email.Encryption;
import dev.nines.channel.Secret;
import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.incident.Severity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code kind: NotificationChannel} takes, and what it says of what it does not. */
class ChannelLanguageTest {
  private static final Map<String, String> VARIABLES =
      Map.of(
          "SLACK", "https://hooks.slack.com/services/T0/B0/hidden-part",
          "KEY", "0123456789abcdef0123456789abcdef",
          "WORD", "hidden-word",
          "EMPTY", "",
          "WIDE", "hidden-“word”",
          "LINES", "hidden-word\nof two lines",
          "BROKEN", "not hidden at all");

  @TempDir private Path folder;

  @BeforeEach
  void secrets() throws Exception {
    Files.writeString(folder.resolve("key.txt"), "abcdefabcdefabcdefabcdefabcdefab\n");
    Files.writeString(folder.resolve("ca.pem"), "-");
  }

  private Reading read(String spec) {
    var text =
        Texts.SERVICE
            + "apiVersion: nines.dev/v1\nkind: NotificationChannel\nmetadata: {name: a}\nspec: "
            + spec;
    return Declarations.parse(
        List.of(new Source("checkout.yml", folder, text)),
        WrittenModules.STANDARD,
        name -> Optional.ofNullable(VARIABLES.get(name)),
        new Findings());
  }

  private ChannelSpec channel(String spec) {
    var reading = read(spec);
    assertThat(reading.faults()).isEmpty();
    return reading.catalog().orElseThrow().channels().getFirst();
  }

  @Test
  void alertmanagerHasReplicasALoginAndLabels() {
    var channel =
        (ChannelSpec.Alertmanager)
            channel(
                "{type: alertmanager, urls: ['http://am-1:9093', 'https://am-2/alerts'],"
                    + " username: nines, password: '${WORD}', labels: {site: eu}}");

    assertThat(channel.replicas())
        .containsExactly(URI.create("http://am-1:9093"), URI.create("https://am-2/alerts"));
    assertThat(channel.login().orElseThrow().password()).isEqualTo(new Secret("hidden-word"));
    assertThat(channel.labels()).containsExactly(Map.entry("site", "eu"));
    assertThat(channel.toString()).doesNotContain("hidden");
  }

  @Test
  void pagerDutyIsTheUsRegionUnlessSaid() {
    var us = (ChannelSpec.PagerDuty) channel("{type: pagerduty, routing_key: '${KEY}'}");
    var eu =
        (ChannelSpec.PagerDuty)
            channel(
                "{type: pagerduty, routing_key_file: key.txt,"
                    + " url: 'https://events.eu.pagerduty.com/v2/enqueue'}");

    assertThat(us.url()).isEqualTo(URI.create("https://events.pagerduty.com/v2/enqueue"));
    assertThat(eu.url().getHost()).isEqualTo("events.eu.pagerduty.com");
    assertThat(eu.routingKey().value()).isEqualTo("abcdefabcdefabcdefabcdefabcdefab");
    assertThat(us.toString()).doesNotContain("0123456789");
  }

  @Test
  void changeEventsAreWantedOnlyWhereSaid() {
    assertThat(channel("{type: slack, url: '${SLACK}', changeEvents: true}").changeEvents())
        .isTrue();
    assertThat(channel("{type: slack, url: '${SLACK}'}").changeEvents()).isFalse();
    assertThat(channel("{type: pagerduty, routing_key: '${KEY}'}").changeEvents()).isFalse();
    assertThat(
            channel("{type: pagerduty, routing_key: '${KEY}', changeEvents: true}").changeEvents())
        .isTrue();
    assertThat(read("{type: teams, url: '${SLACK}', changeEvents: true}").faults())
        .singleElement()
        .asString()
        .contains("unknown key");
    assertThat(
            read("{type: pagerduty, routing_key: '${KEY}', url: 'https://a/b', changeEvents: true}")
                .faults())
        .singleElement()
        .asString()
        .startsWith("checkout.yml:")
        .contains("changeEvents needs a url that ends in /v2/enqueue");
  }

  @ParameterizedTest
  @CsvSource({"slack", "teams"})
  void addressThatIsASecretComesFromAVariable(String type) {
    assertThat(channel("{type: %s, url: '${SLACK}'}".formatted(type)).toString())
        .contains("hooks.slack.com")
        .doesNotContain("hidden", "T0");
  }

  @Test
  void mailIsEncryptedAtPort587UnlessSaid() {
    var mail =
        (ChannelSpec.Email)
            channel(
                "{type: email, host: mail.example.com, username: nines, password: '${WORD}',"
                    + " ca_file: ca.pem, from: nines@example.com, to: [a@b.com, c@d.com]}");
    var relay =
        (ChannelSpec.Email)
            channel(
                "{type: email, host: localhost, port: 25, encryption: none,"
                    + " from: nines@example.com, to: [a@b.com]}");

    assertThat(mail.server().port()).isEqualTo(587);
    assertThat(mail.server().encryption()).isEqualTo(Encryption.STARTTLS);
    assertThat(mail.server().trusted()).contains(folder.resolve("ca.pem"));
    assertThat(mail.to()).containsExactly("a@b.com", "c@d.com");
    assertThat(mail.toString()).doesNotContain("hidden");
    assertThat(relay.server().encryption()).isEqualTo(Encryption.NONE);
  }

  @ParameterizedTest
  @CsvSource({"encryption: tls, 465, TLS", "port: 465, 465, TLS", "port: 25, 25, STARTTLS"})
  void portAndEncryptionGoTogetherUnlessSaid(String said, int port, Encryption encryption) {
    var mail =
        (ChannelSpec.Email)
            channel("{type: email, host: a, %s, from: b@c, to: [d@e]}".formatted(said));

    assertThat(mail.server().port()).isEqualTo(port);
    assertThat(mail.server().encryption()).isEqualTo(encryption);
  }

  @Test
  void cdEventsNameTheirEnvironment() {
    var events =
        (ChannelSpec.CdEvents)
            channel(
                "{type: cdevents, url: 'http://events/', bearer_token: '${WORD}',"
                    + " environment: production}");

    assertThat(events.environment()).isEqualTo("production");
    assertThat(events.token()).contains(new Secret("hidden-word"));
  }

  @Test
  void labelsOfTheServiceChooseTheChannel() {
    var match = channel("{type: log, match: {labels: {team: payments, tier: ['1', '2']}}}").match();

    assertThat(
            match.accepts(
                "checkout",
                Map.of("team", List.of("payments"), "tier", List.of("2")),
                Severity.INFO))
        .isTrue();
    assertThat(match.accepts("checkout", Map.of("team", List.of("payments")), Severity.INFO))
        .isFalse();
  }

  @Test
  void ownWordsAreTemplates() {
    var words = channel("{type: log, title: '${service}!', template: '${text}'}").templates();

    assertThat(words.title().orElseThrow()).hasToString("${service}!");
    assertThat(words.text().orElseThrow()).hasToString("${text}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: slak, url: '${SLACK}'} | 8:14: spec.type: expected alertmanager, cdevents, email, log, pagerduty, slack, teams or webhook, got \"slak\" (did you mean slack?)",
        "{type: slack, url: 'https://hooks.slack.com/x'} | 8:26: spec.url: a secret must not stand here: expected ${NAME}, or url_file",
        "{type: slack, url: '${SLACK}', secret: '${WORD}'} | 8:38: spec.secret: unknown key",
        "{type: slack} | 8:7: spec: expected exactly one of url and url_file",
        "{type: teams, url: '${BROKEN}'} | 8:26: spec.url: expected an http or https URL, got \"${BROKEN}\"",
        "{type: pagerduty} | 8:7: spec: expected exactly one of routing_key and routing_key_file",
        "{type: pagerduty, routing_key: 0123456789abcdef0123456789abcdef} | 8:38: spec.routing_key: a secret must not stand here: expected ${NAME}, or routing_key_file",
        "{type: pagerduty, routing_key: '${BROKEN}'} | 8:7: spec: routing_key does not hold an integration key of PagerDuty's Events API v2",
        "{type: pagerduty, routing_key: '${EMPTY}'} | 8:38: spec.routing_key: is empty",
        "{type: cdevents, url: 'http://e/', environment: e, bearer_token: '${WIDE}'} | 8:72: spec.bearer_token: holds a character that no bearer token has: only visible ASCII is sent",
        "{type: cdevents, url: 'http://e/', environment: e, bearer_token: '${LINES}'} | 8:72: spec.bearer_token: holds a line break or another control character",
        "{type: pagerduty, routing_key: '${KEY}', routing_key_file: key.txt} | 8:7: spec: expected at most one of routing_key and routing_key_file",
        "{type: alertmanager, urls: []} | 8:34: spec.urls: expected the URL of every replica, at least one",
        "{type: alertmanager, urls: ['am:9093']} | 8:35: spec.urls[0]: expected an http or https URL, got \"am:9093\"",
        "{type: alertmanager, urls: ['http://am'], labels: {a-b: c}} | 8:63: spec.labels.a-b: not a label's name for Alertmanager: letters, digits and _",
        "{type: alertmanager, urls: ['http://am'], username: a} | 8:59: spec.username: needs a password or password_file",
        "{type: email, host: a, from: b, to: [c@d.e]} | 8:36: spec.from: expected a mail address such as ops@example.com, got \"b\"",
        "{type: email, host: a, from: b@c, to: []} | 8:45: spec.to: expected at least one address",
        "{type: email, host: a, from: b@c, to: [d@e], encryption: none, username: f, password: '${WORD}'} | 8:7: spec: a password needs encryption: starttls or tls",
        "{type: email, host: a, from: b@c, to: [d@e], encryption: ssl} | 8:64: spec.encryption: expected none, starttls or tls, got \"ssl\"",
        "{type: cdevents, url: 'http://a'} | 8:7: spec.environment: required",
        "{type: log, match: {labels: {team: []}}} | 8:42: spec.match.labels.team: expected at least one value: nothing would match none",
        "{type: log, template: '${servise}'} | 8:29: spec.template: not a usable template: line 1: nothing is known as servise (told of incident.opened)",
        "{type: log, title: '<#if x>'} | 8:26: spec.title: not a usable template: line 1, column 7: Unexpected end of file reached. You have an unclosed #if. Check if the FreeMarker end-tags are present, and aren't malformed. (Note that FreeMarker end-tags must have # or @ after the / character.)",
        "{type: log, template: \"${'x'?new()}\"} | 8:29: spec.template: not a usable template: not allowed here: ?new",
      })
  void whatIsWrongIsToldWithItsPlace_andNoValueOfAVariable(String spec, String fault) {
    var faults = read(spec).faults().stream().map(Fault::toString).toList();

    assertThat(faults).containsExactly("checkout.yml:" + fault);
    assertThat(faults.toString()).doesNotContain("hidden");
  }
}
