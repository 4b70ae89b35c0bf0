package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.alerting.AlertCondition;
import dev.nines.alerting.Urgency;
import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.slo.Criterion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/reference/slo.md says is so. */
class SloPageTest {
  private static final Path PAGE = Path.of("../docs/reference/slo.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(.*?)```");
  private static final Pattern ANNOTATION =
      Pattern.compile("(?m)^\\| `(nines\\.dev/[a-z-]+)` \\| ([^|]*) \\|");
  private static final Pattern WORD = Pattern.compile("`([^`]+)`");

  @Test
  void examplesAreOneSetOfDeclarationsWithoutFault() throws IOException {
    var examples = examples();
    var source = new Source("slo.md", Path.of("."), String.join("---\n", examples));

    var reading =
        Declarations.parse(List.of(source), WrittenModules.STANDARD, Optional::of, new Findings());

    assertThat(examples).hasSizeGreaterThan(4);
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.warnings()).isEmpty();
    var catalog = reading.catalog().orElseThrow();
    assertThat(catalog.slos()).hasSize(2);
    assertThat(catalog.dataSources()).hasSize(1);
    assertThat(catalog.alertPoliciesOf("shop-page-fast")).hasSize(1);
  }

  @Test
  void exampleOfSourcesIsWithoutFault() throws IOException {
    var service = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop}\n---\n";
    var text =
        service + String.join("---\n", examples(Path.of("../docs/reference/slo-sources.md")));

    var reading =
        Declarations.parse(
            List.of(new Source("slo-sources.md", Path.of("."), text)),
            WrittenModules.STANDARD,
            Optional::of,
            new Findings());

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.warnings()).isEmpty();
    assertThat(reading.catalog().orElseThrow().slos()).hasSize(1);
  }

  static List<String> examples() throws IOException {
    return examples(PAGE);
  }

  private static List<String> examples(Path page) throws IOException {
    return EXAMPLE.matcher(Files.readString(page)).results().map(match -> match.group(1)).toList();
  }

  @Test
  void annotationsAreTheOnesThatAreRead_withTheirValues() throws IOException {
    var rows = ANNOTATION.matcher(Files.readString(PAGE)).results().toList();

    assertThat(rows).hasSize(4);
    for (var row : rows) {
      var values =
          row.group(2).equals("a whole number")
              ? List.of("100")
              : WORD.matcher(row.group(2)).results().map(match -> match.group(1)).toList();
      assertThat(values).isNotEmpty();
      for (var value : values) {
        assertThat(Texts.faults(annotated(row.group(1), value))).isEmpty();
      }
      assertThat(Texts.faults(annotated(row.group(1), "other"))).hasSize(1);
    }
    assertThat(Texts.faults(annotated("nines.dev/other", "x"))).hasSize(1);
  }

  @Test
  void severitiesThatPageAreTheOnesThatPage() throws IOException {
    var row = Pattern.compile("(?m)^\\| ([^|]*) \\| a page: ").matcher(Files.readString(PAGE));
    assertThat(row.find()).isTrue();
    var words = WORD.matcher(row.group(1)).results().map(match -> match.group(1)).toList();

    assertThat(words).hasSize(8);
    for (var word : words) {
      assertThat(urgency(word)).as(word).isEqualTo(Urgency.PAGE);
    }
    assertThat(urgency("other")).isEqualTo(Urgency.TICKET);
  }

  private static Urgency urgency(String severity) {
    var hour = Duration.ofHours(1);
    return new AlertCondition(severity, Criterion.Op.GTE, 1, hour, Duration.ZERO).urgency();
  }

  @Test
  void everyKindIsRead() {
    var documents =
        Map.of(
            "Service", true,
            "SLI", true,
            "SLO", true,
            "DataSource", true,
            "AlertPolicy", true,
            "AlertCondition", true,
            "AlertNotificationTarget", true);

    documents
        .keySet()
        .forEach(kind ->
            assertThat(
                    Texts.faults(
                        "apiVersion: openslo/v1\nkind: " + kind + "\nmetadata: {name: a}\n"))
                .noneMatch(fault -> fault.contains("kind: ")));
  }

  private static String annotated(String name, String value) {
    return Texts.slo(Texts.SLO_SPEC)
        .replace(
            "name: checkout-available",
            "name: checkout-available\n  annotations: {%s: \"%s\"}".formatted(name, value));
  }
}
