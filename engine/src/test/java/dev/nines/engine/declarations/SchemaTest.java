package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** What editors say of declarations is what {@code ./nines check} says of them. */
class SchemaTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(.*?)```");
  private static JsonSchema schema;

  @BeforeAll
  static void read() throws IOException {
    var text = Files.readString(Path.of("../slo-definitions/schema/nines.schema.json"));
    schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(text);
  }

  @Test
  void everyExampleIsGood() throws IOException {
    var examples = examples();

    assertThat(examples).hasSizeGreaterThan(15);
    for (var example : examples) {
      assertThat(faults(example)).as(example.toPrettyString()).isEmpty();
    }
  }

  @Test
  void unknownKeyIsRefusedWhereverCheckRefusesIt() throws IOException {
    var tried = 0;
    for (var example : examples()) {
      for (var place : places(example)) {
        place.put("unheardOf", "x");
        var refused =
            Texts.read(example.toString()).faults().stream()
                .anyMatch(
                    f -> f.path().endsWith("unheardOf") && f.message().startsWith("unknown key"));
        if (refused) {
          tried++;
          assertThat(faults(example)).as(example.toPrettyString()).isNotEmpty();
        } else {
          assertThat(faults(example)).as(example.toPrettyString()).isEmpty();
        }
        place.remove("unheardOf");
      }
    }
    assertThat(tried).isGreaterThan(60);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: openslo/v1, kind: Probe, metadata: {name: a}, spec: {}}",
        "{apiVersion: openslo/v2, kind: Service, metadata: {name: a}}",
        "{apiVersion: openslo/v1, kind: Service, metadata: {name: Not_One}}",
        "{apiVersion: openslo/v1, kind: Service, metadata: {displayName: a}}",
        "{apiVersion: openslo/v1, kind: Service, metadata: {name: a, annotations: {nines.dev/x: y}}}",
        "{apiVersion: nines.dev/v1, kind: ServicePolicy, metadata: {name: a},"
            + " spec: {services: [b], environment: []}}",
        "{apiVersion: nines.dev/v1, kind: ServicePolicy, metadata: {name: a},"
            + " spec: {services: [b], externalAlerts: {endAfter: 6 days}}}",
        "{apiVersion: nines.dev/v1, kind: Probe, metadata: {name: a}, spec: {service: b}}",
        "{apiVersion: nines.dev/v1, kind: Maintenance, metadata: {name: a},"
            + " spec: {start: 2026-01-01T10:00, duration: 1h}}",
        "{apiVersion: nines.dev/v1, kind: Maintenance, metadata: {name: a},"
            + " spec: {start: 2026-01-01T10:00, duration: 1 hour, all: true}}",
        "{apiVersion: nines.dev/v1, kind: Correction, metadata: {name: a}, spec: {from:"
            + " 2026-01-01T10:00:00Z, to: 2026-01-01T11:00:00Z, slos: [b], counts: well, reason: c,"
            + " by: d}}",
        "{apiVersion: nines.dev/v1, kind: ErrorBudgetPolicy, metadata: {name: a},"
            + " spec: {slos: [b], steps: [{consumed: 0.5, action: c}]}}",
        "[{apiVersion: openslo/v1, kind: Service}]",
        "text"
      })
  void whatIsWrongIsRefused(String text) {
    assertThat(faults(documents(text).getFirst())).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{apiVersion: openslo/v1, kind: DataSource, metadata: {name: a},"
            + " spec: {type: prometheus, connectionDetails: [{url: b}]}}",
        "{apiVersion: openslo/v1, kind: SLI, metadata: {name: a}, spec: {ratioMetric:"
            + " {rawType: failure, raw: {metricSource: {type: prometheus, spec: {query: b}}}}}}",
        "{apiVersion: openslo/v1, kind: AlertCondition, metadata: {name: a}, spec: {severity: page,"
            + " condition: {kind: burnrate, op: gte, threshold: 2, lookbackWindow: 1h,"
            + " alertAfter: 5m}}}",
        "{apiVersion: openslo/v1, kind: AlertNotificationTarget, metadata: {name: a},"
            + " spec: {target: b}}",
        "{apiVersion: openslo/v1, kind: AlertPolicy, metadata: {name: a}, spec: {conditions:"
            + " [{conditionRef: b}], notificationTargets: [{targetRef: c}, {kind:"
            + " AlertNotificationTarget, metadata: {name: d}, spec: {target: e}}]}}",
        "{apiVersion: openslo/v1, kind: SLO, metadata: {name: a, annotations:"
            + " {nines.dev/maintenance: count}}, spec: {service: b, indicatorRef: c, timeWindow:"
            + " [{duration: 1M, calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}],"
            + " budgetingMethod: Timeslices, objectives: [{targetPercent: 99.5, timeSliceTarget:"
            + " 0.95, timeSliceWindow: 5m, compositeWeight: 2}], alertPolicies: [{alertPolicyRef:"
            + " d}]}}",
        "[{apiVersion: openslo/v1, kind: Service, metadata: {name: a, annotations:"
            + " {nines.dev/repositories: 'acme/shop, gitlab:acme/shop'}}}]",
        "{apiVersion: nines.dev/v1, kind: ServicePolicy, metadata: {name: a},"
            + " spec: {services: [b], environment: [live, live-us]}}"
      })
  void whatExamplesDoNotShowIsGoodToo(String text) {
    assertThat(faults(documents(text).getFirst())).isEmpty();
  }

  @Test
  void shippedDeclarationsTellEditorsOfIt() throws IOException {
    try (var files = Files.walk(Path.of("../slo-definitions"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        var line = Files.readAllLines(file).getFirst();
        assertThat(line).startsWith("# yaml-language-server: $schema=");
        assertThat(file.resolveSibling(line.substring(line.indexOf('=') + 1))).exists();
      }
    }
  }

  private static Set<ValidationMessage> faults(JsonNode document) {
    return schema.validate(document);
  }

  /** Every mapping in a document. */
  private static List<ObjectNode> places(JsonNode node) {
    var places = new ArrayList<ObjectNode>();
    if (node instanceof ObjectNode object) {
      places.add(object);
    }
    node.forEach(child -> places.addAll(places(child)));
    return places;
  }

  /** Of declarations alone; other files stand in the documentation too. */
  private static List<JsonNode> examples() throws IOException {
    var texts = new ArrayList<String>();
    try (var files = Stream.concat(Files.walk(Path.of("../slo-definitions")), documentation())) {
      for (var file : files.toList()) {
        if (file.toString().endsWith(".yaml") || file.toString().endsWith(".yaml.example")) {
          texts.add(Files.readString(file));
        } else if (file.toString().endsWith(".md")) {
          EXAMPLE
              .matcher(Files.readString(file))
              .results()
              .map(match -> match.group(1))
              .forEach(texts::add);
        }
      }
    }
    return texts.stream()
        .filter(text -> text.contains("apiVersion:") && !text.contains("apiVersion: pyrra.dev/"))
        .flatMap(text -> documents(text).stream())
        .toList();
  }

  private static Stream<Path> documentation() throws IOException {
    return Stream.concat(Files.walk(Path.of("../docs")), Stream.of(Path.of("../README.md")));
  }

  private static List<JsonNode> documents(String text) {
    var documents = new ArrayList<JsonNode>();
    new Load(LoadSettings.builder().setSchema(new CoreSchema()).build())
        .loadAllFromString(text)
        .forEach(document -> documents.add(MAPPER.valueToTree(document)));
    return documents.stream().filter(document -> !document.isNull()).toList();
  }
}
