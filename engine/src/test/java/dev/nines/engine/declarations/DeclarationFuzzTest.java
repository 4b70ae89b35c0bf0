package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.declarations.format.Formatting;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No input makes the reader throw, or cost more than its size. */
@Timeout(60)
class DeclarationFuzzTest {
  private static final String[] TOKENS = {
    "[",
    "]",
    "{",
    "}",
    ": ",
    "- ",
    "\n",
    "  ",
    "&a ",
    "*a",
    "!!int ",
    "!x ",
    "'",
    "\"",
    "|\n",
    "null",
    "---\n",
    "...\n",
    "? ",
    "1e999999999",
    "-0",
    ".inf",
    "0x",
    "99999999999999999999",
    "${",
    "${A",
    "${SHOP_HOST}",
    "%YAML 1.1\n",
    "<<: ",
    "\t",
    "\u0000",
    "\u2028",
    "probe:",
    "service:checkout",
    "1s",
    "0s",
    "9999999999999999999y",
    "((((((((",
    "a{1000}{1000}",
    "kind: SLI",
    "Timeslices",
    "999999Q",
    "1M",
    "calendar: {startTime: -9999-01-01 00:00:00, timeZone: UTC}",
    "name: checkout",
    "#"
  };

  @Test
  void mutationsOfWholeFilesGiveAReading() throws IOException {
    var valid = Files.readString(Path.of("../slo-definitions/nines.yaml"));
    var other = Texts.slo(Texts.SLO_SPEC);
    var everyKind = String.join("---\n", SloPageTest.examples());
    for (var seed = 0; seed < 6_000; seed++) {
      var random = new Random(seed);
      var text =
          new StringBuilder(
              switch (seed % 4) {
                case 0 -> valid;
                case 1, 2 -> everyKind;
                default -> other;
              });
      for (var i = random.nextInt(1, 8); i > 0; i--) {
        mutate(text, random);
      }

      var reading = Texts.read(text.toString());

      assertThat(reading.catalog().isPresent())
          .as("seed %d", seed)
          .isEqualTo(reading.faults().isEmpty());
    }
  }

  @Test
  void mutationsOfBudgetKindsGiveAReading() throws IOException {
    var valid = Texts.SERVICE + Texts.PROBE + budgetKinds();
    for (var seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder(valid);
      for (var i = random.nextInt(1, 8); i > 0; i--) {
        mutate(text, random);
      }

      var reading = Texts.read(text.toString());

      assertThat(reading.catalog().isPresent())
          .as("seed %d", seed)
          .isEqualTo(reading.faults().isEmpty());
    }
  }

  @Test
  void mutationsAreFormattedOrToldOf() throws IOException {
    var valid =
        Files.readString(Path.of("../slo-definitions/nines.yaml")) + "---\n" + budgetKinds();
    for (var seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder(valid);
      for (var i = random.nextInt(1, 8); i > 0; i--) {
        mutate(text, random);
      }
      var findings = new Findings();

      var formatted = Formatting.of(new Source("a.yml", Path.of("."), text.toString()), findings);

      assertThat(formatted.isPresent()).as("seed %d", seed).isEqualTo(findings.faults().isEmpty());
    }
  }

  private static String budgetKinds() throws IOException {
    return Pattern.compile("(?s)```yaml\\n(.*?)```")
        .matcher(Files.readString(Path.of("../docs/reference/maintenance.md")))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.joining("---\n"));
  }

  static void mutate(StringBuilder text, Random random) {
    var at = random.nextInt(text.length());
    var end = Math.min(text.length(), at + random.nextInt(1, 30));
    switch (random.nextInt(5)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, TOKENS[random.nextInt(TOKENS.length)]);
      case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
      case 3 -> text.setCharAt(at, (char) random.nextInt(128));
      default -> text.replace(at, end, TOKENS[random.nextInt(TOKENS.length)]);
    }
  }

  @Test
  void randomBytesGiveAReading() {
    for (var seed = 0; seed < 2_000; seed++) {
      var bytes = new byte[200];
      new Random(seed).nextBytes(bytes);

      var reading = Texts.read(new String(bytes, StandardCharsets.ISO_8859_1));

      assertThat(reading.faults()).as("seed %d", seed).isNotEmpty();
    }
  }

  @Test
  void deepNestingIsAFault() {
    for (var opening : new String[] {"[", "{a: ", "- ", "? "}) {
      assertThat(Texts.faults(opening.repeat(10_000)))
          .as(opening)
          .singleElement()
          .asString()
          .contains("nested deeper than 100 levels");
    }
  }

  @Test
  void billionLaughsAreAFault() {
    var text = new StringBuilder("a0: &a0 [lol, lol]\n");
    for (var i = 1; i < 40; i++) {
      text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(Texts.faults(text.toString())).singleElement().asString().contains("aliases");
  }

  @Test
  void selfContainingListIsAFault() {
    assertThat(Texts.faults("&a [*a, *a]")).isNotEmpty();
    assertThat(Texts.faults("&a {metadata: *a, spec: *a, kind: *a}")).isNotEmpty();
  }

  @Test
  void costlyPatternsAreFaultsOrCheap() {
    for (var pattern :
        new String[] {
          "(".repeat(999), "(a{1000}){1000}", "((a{100}){100}){100}", "[^".repeat(500)
        }) {
      var started = System.nanoTime();
      Texts.read(
          Texts.probe(
              "{service: checkout, prober: http, target: 'http://a/', http:"
                  + " {fail_if_body_matches_regexp: ['"
                  + pattern
                  + "']}}"));
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aLongChainOfDependenciesIsNoFault() {
    var text = new StringBuilder(Texts.SERVICE);
    for (var i = 0; i < 5_000; i++) {
      text.append(
          """
          apiVersion: nines.dev/v1
          kind: Probe
          metadata: {name: p%d}
          spec: {service: checkout, prober: tcp, target: "a:1", dependsOn: [%s]}
          ---
          """
              .formatted(i, i == 0 ? "" : "\"probe:p" + (i - 1) + "\""));
    }

    assertThat(Texts.faults(text.toString())).isEmpty();
  }
}
