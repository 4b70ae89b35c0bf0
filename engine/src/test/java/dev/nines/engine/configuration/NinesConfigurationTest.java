package dev.nines.engine.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.nines.channel.Secret;
import dev.nines.engine.catalog.TargetTracing;
import dev.nines.engine.declarations.yaml.Overrides;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.series.MetricChoice;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.logging.common.BootstrapLogging;
import jakarta.validation.Validator;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NinesConfigurationTest {
  private static final Map<String, String> VARIABLES =
      Map.of("PORT", "9000", "PASSWORD", "12345", "HOST", "db: {x}");

  private static final Validator VALIDATOR = quietly(Validators::newValidator);

  private static <T> T quietly(Supplier<T> verbose) {
    BootstrapLogging.bootstrap();
    return verbose.get();
  }

  private static NinesConfigurationFactory factory(Map<String, String> properties) {
    return new NinesConfigurationFactory(
        VALIDATOR,
        Jackson.newObjectMapper(),
        new Overrides("dw.", properties),
        new Placeholders(name -> Optional.ofNullable(VARIABLES.get(name))));
  }

  private static NinesConfiguration read(String text, Map<String, String> properties)
      throws ConfigurationException {
    return factory(properties)
        .build(
            _ -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            "/etc/nines/config.yml");
  }

  private static List<String> faults(String text, Map<String, String> properties) {
    var thrown = catchThrowableOfType(ConfigurationFaults.class, () -> read(text, properties));
    assertThat(thrown).isNotNull();
    return thrown.getMessage().lines().map(l -> l.replace("/etc/nines/config.yml:", "")).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n", "server:\nlogging:\n"})
  void emptyFileHasTheDocumentedDefaults(String text) throws ConfigurationException {
    var configuration = read(text, Map.of());

    var settings = configuration.settings();
    assertThat(settings.location()).isEqualTo("local");
    assertThat(settings.dataDir()).isEqualTo(Path.of("/etc/nines/data"));
    assertThat(settings.declarations()).containsExactly(Path.of("/etc/nines/slo-definitions"));
    assertThat(settings.blackboxModules()).isEmpty();
    assertThat(settings.externalUrl()).isEqualTo(URI.create("http://localhost:8080"));
    assertThat(settings.timeZone()).isEqualTo(ZoneOffset.UTC);
    assertThat(settings.evaluation().interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.retention().results()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.retention().minutes()).isEqualTo(Duration.ofDays(100));
    assertThat(settings.spool().maxBytes()).isEqualTo(1L << 30);
    assertThat(settings.concurrency()).isEqualTo(new Settings.Concurrency(2_000, 50));
    assertThat(settings.selfCheck().targets()).isEmpty();
    assertThat(settings.probeEndpoint().allowedTargets()).isEmpty();
    assertThat(settings.probeEndpoint().concurrency())
        .as("a drop-in for blackbox_exporter, which knows no limit for a host")
        .isEqualTo(new Settings.Concurrency(2_000, Settings.Concurrency.UNLIMITED));
    assertThat(settings.tracing())
        .isEqualTo(
            new Settings.Tracing(
                0.01,
                Set.of(Settings.Tracing.Kept.FAILED, Settings.Tracing.Kept.SLOW),
                TargetTracing.HEAD,
                Optional.empty()));
    assertThat(settings.access())
        .isEqualTo(
            new Settings.Access(
                Settings.Access.Readers.LOOPBACK, Settings.Access.Readers.LOOPBACK));
    assertThat(settings.metrics().compatibility()).isEmpty();
    assertThat(settings.database()).isEmpty();
    var server = (DefaultServerFactory) configuration.getServerFactory();
    assertThat(server.isEnableVirtualThreads()).isTrue();
    assertThat(addresses(server.getApplicationConnectors())).containsExactly("127.0.0.1:8080");
    assertThat(addresses(server.getAdminConnectors())).containsExactly("127.0.0.1:8081");
    assertThat(server.getRequestLogFactory().isEnabled()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "concurrency: {total: 100, perHost: 5} | 100 | 2147483647",
        "probeEndpoint: {concurrency: {total: 30, perHost: 3}} | 30 | 3",
        "probeEndpoint: {concurrency: {perHost: 3}} | 2000 | 3"
      })
  void probeEndpointHasNoLimitForAHostUnlessItIsGivenOne(String text, int total, int perHost)
      throws Exception {
    assertThat(read(text, Map.of()).settings().probeEndpoint().concurrency())
        .isEqualTo(new Settings.Concurrency(total, perHost));
  }

  @Test
  void examplesOfTheTracingPageAreWithoutFault() throws Exception {
    var page = Files.readString(Path.of("../docs/reference/tracing.md"));
    var examples =
        Pattern.compile("(?s)```yaml\n(# config\\.yml\n.*?)```").matcher(page).results().toList();

    assertThat(examples).hasSize(3);
    for (var example : examples) {
      assertThat(read(example.group(1), Map.of())).isNotNull();
    }
  }

  @Test
  void grpcIsRefusedWhereItIsWritten() throws Exception {
    assertThat(faults("tracing: {protocol: grpc}\n", Map.of()))
        .containsExactly(
            "1:21: tracing.protocol: OTLP is sent by http/protobuf alone, not by \"grpc\": set"
                + " http/protobuf, and the collector's HTTP port (often 4318)");
    assertThat(
            read("tracing: {protocol: http/protobuf, baggage: true}\n", Map.of())
                .settings()
                .tracing())
        .returns(true, Settings.Tracing::baggage);
  }

  @Test
  void shippedFileSaysTheDefaults() throws ConfigurationException {
    var shipped =
        factory(Map.of()).build(new FileConfigurationSourceProvider(), "../config.yml").settings();

    var folder = Path.of("..").toAbsolutePath();
    assertThat(shipped.dataDir()).isEqualTo(folder.resolve("data"));
    var nothing =
        factory(Map.of())
            .build(_ -> new ByteArrayInputStream(new byte[0]), "../config.yml")
            .settings();
    assertThat(shipped).usingRecursiveComparison().ignoringFields("timeZone").isEqualTo(nothing);
    assertThat(shipped.timeZone().normalized()).isEqualTo(nothing.timeZone());
  }

  @Test
  void everyKeyIsRead() throws ConfigurationException {
    var configuration =
        read(
            """
            location: eu-west
            dataDir: /var/lib/nines
            declarations: [slo, /srv/more.yml]
            externalUrl: https://nines.example.com/
            timeZone: Europe/Berlin
            evaluation: {interval: 5s}
            retention: {results: 2d, minutes: 1y}
            spool: {maxSize: 10MiB}
            concurrency: {total: 100, perHost: 5}
            selfCheck: {targets: ["https://a/", "b:1"]}
            probeEndpoint: {allowedTargets: [a]}
            access: {read: token, metrics: open}
            tracing: {ratio: 1, keep: [], targets: never, endpoint: "http://127.0.0.1:4318/v1/traces"}
            metrics: {compatibility: [sloth, blackbox]}
            database:
              url: jdbc:postgresql://${HOST}/nines
              user: nines
              password: ${PASSWORD}
              poolSize: 25
            server:
              applicationConnectors: [{type: http, port: "${PORT}"}]
              adminConnectors: [{type: http, port: 0, bindHost: 0.0.0.0}]
              enableVirtualThreads: false
            logging: {level: DEBUG, loggers: {dev.nines: TRACE}}
            """,
            Map.of());

    var settings = configuration.settings();
    assertThat(settings.location()).isEqualTo("eu-west");
    assertThat(settings.dataDir()).isEqualTo(Path.of("/var/lib/nines"));
    assertThat(settings.declarations())
        .containsExactly(Path.of("/etc/nines/slo"), Path.of("/srv/more.yml"));
    assertThat(settings.timeZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(settings.evaluation().interval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.retention().minutes()).isEqualTo(Duration.ofDays(365));
    assertThat(settings.spool().maxBytes()).isEqualTo(10 << 20);
    assertThat(settings.concurrency()).isEqualTo(new Settings.Concurrency(100, 5));
    assertThat(settings.selfCheck().targets())
        .containsExactly(
            new CheckTarget.Url(URI.create("https://a/")), new CheckTarget.Address("b", 1));
    assertThat(settings.access())
        .isEqualTo(
            new Settings.Access(Settings.Access.Readers.TOKEN, Settings.Access.Readers.OPEN));
    assertThat(settings.tracing().ratio()).isEqualTo(1.0);
    assertThat(settings.tracing().keep()).isEmpty();
    assertThat(settings.tracing().endpoint()).isPresent();
    assertThat(settings.metrics().compatibility())
        .containsExactlyInAnyOrder(Settings.Metrics.Peer.SLOTH, Settings.Metrics.Peer.BLACKBOX);
    var database = settings.database().orElseThrow();
    assertThat(database.url()).isEqualTo("jdbc:postgresql://db: {x}/nines");
    assertThat(database.password().orElseThrow().value()).isEqualTo("12345");
    assertThat(database.toString()).doesNotContain("12345");
    assertThat(database.poolSize()).isEqualTo(25);
    var server = (DefaultServerFactory) configuration.getServerFactory();
    assertThat(server.isEnableVirtualThreads()).isFalse();
    assertThat(addresses(server.getApplicationConnectors())).containsExactly("127.0.0.1:9000");
    assertThat(addresses(server.getAdminConnectors())).containsExactly("0.0.0.0:0");
  }

  @Test
  void remoteWriteHasDefaults_andSecretsThatNobodySees() throws ConfigurationException {
    var metrics =
        read(
                """
                metrics:
                  otlp: {metrics: ["*"]}
                  remoteWrite:
                    url: http://prometheus:9090/api/v1/write
                    labels: {instance: one}
                    headers: {X-Scope-OrgID: tenant}
                    basicAuth: {username: me, password: pw}
                """,
                Map.of())
            .settings()
            .metrics();
    var to = metrics.remoteWrite().orElseThrow();

    assertThat(metrics.otlp().names()).containsExactly("*");
    assertThat(to.every()).isEqualTo(Duration.ofMinutes(1));
    assertThat(to.timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(to.metrics()).isEqualTo(MetricChoice.DEFAULT);
    assertThat(to.labels()).isEqualTo(Map.of("instance", "one"));
    assertThat(to.headers()).containsKey("X-Scope-OrgID");
    assertThat(to.login())
        .contains(
            new Settings.Metrics.RemoteWrite.Login.Basic(
                "me", new ConfiguredSecret.Written(new Secret("pw"))));
    assertThat(to.toString()).doesNotContain("pw", "tenant");
  }

  @Test
  void simpleServerIsOnLoopbackToo() throws ConfigurationException {
    var server =
        (SimpleServerFactory)
            read("server: {type: simple, connector: {type: http, port: 0}}", Map.of())
                .getServerFactory();

    assertThat(addresses(List.of(server.getConnector()))).containsExactly("127.0.0.1:0");
  }

  @Test
  void commandLineGoesOverTheFile() throws ConfigurationException {
    var configuration =
        read(
            "evaluation: {interval: 5s}\nselfCheck: {targets: ['a:1']}\n",
            Map.of(
                "dw.evaluation.interval", "7s",
                "dw.dataDir", "elsewhere",
                "dw.selfCheck.targets", "b:1, c:2",
                "dw.server.applicationConnectors[0].port", "0",
                "dw.server.adminConnectors[0].port", "0",
                "other.location", "x"));

    assertThat(configuration.settings().evaluation().interval()).isEqualTo(Duration.ofSeconds(7));
    assertThat(configuration.settings().dataDir()).isEqualTo(Path.of("/etc/nines/elsewhere"));
    assertThat(configuration.settings().selfCheck().targets())
        .containsExactly(new CheckTarget.Address("b", 1), new CheckTarget.Address("c", 2));
    var server = (DefaultServerFactory) configuration.getServerFactory();
    assertThat(addresses(server.getApplicationConnectors())).containsExactly("127.0.0.1:0");
    assertThat(addresses(server.getAdminConnectors())).containsExactly("127.0.0.1:0");
  }

  private static List<String> addresses(List<ConnectorFactory> connectors) {
    return connectors.stream()
        .map(HttpConnectorFactory.class::cast)
        .map(connector -> connector.getBindHost() + ":" + connector.getPort())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void faults(String text, Map<String, String> properties, List<String> expected) {
    assertThat(faults(text, properties)).containsExactlyElementsOf(expected);
  }

  private static Arguments row(String name, String text, String... faults) {
    return argumentSet(name, text, Map.of(), List.of(faults));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        row(
            "everything at once",
            """
            locatoin: eu
            declarations: {a: b}
            timeZone: Mars/North
            externalUrl: nines.example.com
            evaluation: {interval: 10 seconds}
            retention: {results: 1h, minuts: 1d}
            spool: {maxSize: much}
            concurrency: {total: 0, perHost: many}
            tracing: {ratio: 2, keep: [fast], targets: heads, endpoint: "http://my_otel:4318/"}
            metrics: {compatibility: prometheus}
            database: {user: nines, poolSize: 3}
            server:
              applicationConnectors: [{type: http, prt: 1, port: 99999}]
              adminConnectors: [{type: htp}]
            logging: {level: INFO, appender: []}
            """,
            "1:1: locatoin: unknown key (did you mean location?)",
            "2:15: declarations: expected text, got a mapping",
            "3:11: timeZone: expected a time zone such as Europe/Berlin, got \"Mars/North\"",
            "4:14: externalUrl: expected an http or https URL, got \"nines.example.com\"",
            "5:24: evaluation.interval: expected a duration such as 30s, got \"10 seconds\" (did"
                + " you mean 10s?)",
            "6:22: retention.results: not at least 1d: \"1h\"",
            "6:26: retention.minuts: unknown key (did you mean minutes?)",
            "7:18: spool.maxSize: expected a size such as 10MiB, got \"much\"",
            "8:22: concurrency.total: expected a whole number from 1 to 1000000, got 0",
            "8:34: concurrency.perHost: expected a whole number from 1 to 1000000, got \"many\"",
            "9:18: tracing.ratio: not in [0, 1]: 2",
            "9:28: tracing.keep[0]: expected failed or slow, got \"fast\"",
            "9:44: tracing.targets: expected always, head or never, got \"heads\" (did you mean"
                + " head?)",
            "9:61: tracing.endpoint: a host with an underscore cannot be called here:"
                + " \"http://my_otel:4318/\"",
            "10:26: metrics.compatibility: expected a list, got \"prometheus\"",
            "11:11: database.url: required",
            "11:35: database.poolSize: expected a whole number from 4 to 1000, got 3",
            "13:45: server.applicationConnectors[0].prt: unknown key (did you mean port?)",
            "13:54: server.applicationConnectors[0].port: must be between 1 and 65535",
            "14:28: server.adminConnectors[0].type: no such type: \"htp\"",
            "15:34: logging.appender: unknown key (did you mean appenders?)"),
        row(
            "an address of pages that cannot be behind a path",
            "externalUrl: https://example.com/nines/",
            "1:14: externalUrl: the path /nines/: Nines is served from the root of a host, so give"
                + " it a host or a port of its own, such as https://nines.example.com"),
        row(
            "an address of pages with what no link can have",
            "externalUrl: https://me:s3cret@example.com?a=b",
            "1:14: externalUrl: expected a host and at most a port: no user, no ? and no #"),
        row(
            "a collector's address that is more",
            """
            tracing: {endpoint: "http://me:s3cret@collector:4318/?key=s3cret"}
            """,
            "1:21: tracing.endpoint: a user in the URL is not sent: use OTEL_EXPORTER_OTLP_HEADERS",
            "1:21: tracing.endpoint: expected the collector's address without ? and #:"
                + " use OTEL_EXPORTER_OTLP_HEADERS"),
        row(
            "pushed metrics",
            """
            metrics:
              otlp: {metrics: []}
              remoteWrite:
                url: https://me:s3cret@prometheus/api/v1/write
                every: 100ms
                timeout: soon
                metrics: [slo_*, sol_*, "slo-*", slo:sli_error:ratio_rate30d]
                labels: {__name__: x, zone: eu}
                headers: {"X Y": a, authorization: b, X-Org: "a\\n"}
                bearerToken: abc
                bearerTokenFile: /no/such
                basicAuth: {username: me}
                retries: 3
            """,
            "2:19: metrics.otlp.metrics: expected at least one name of a metric",
            "4:5: metrics.remoteWrite: expected exactly one of bearerToken and bearerTokenFile",
            "4:10: metrics.remoteWrite.url: a user in the URL is not sent: use basicAuth",
            "5:12: metrics.remoteWrite.every: not at least 1s: \"100ms\"",
            "6:14: metrics.remoteWrite.timeout: expected a duration such as 30s, got \"soon\"",
            "7:22: metrics.remoteWrite.metrics[1]: expected the name of a metric, such as slo_*,"
                + " got \"sol_*\"",
            "7:29: metrics.remoteWrite.metrics[2]: expected the name of a metric, such as slo_*,"
                + " got \"slo-*\"",
            "8:24: metrics.remoteWrite.labels.__name__: no name of a label: letters, digits and _,"
                + " and not __ at the beginning",
            "9:22: metrics.remoteWrite.headers.X Y: no name of a header",
            "9:40: metrics.remoteWrite.headers.authorization: is not for you to set (bearerToken"
                + " and basicAuth say who writes)",
            "9:50: metrics.remoteWrite.headers.X-Org: has a character that no header may have,"
                + " such as the line break at a variable's end or a letter beyond ASCII",
            "12:16: metrics.remoteWrite.basicAuth: a bearer token stands here already",
            "13:5: metrics.remoteWrite.retries: unknown key"),
        row(
            "readers",
            "access: {read: everybody, metrics: opne, write: open}",
            "1:16: access.read: expected loopback, open or token, got \"everybody\"",
            "1:36: access.metrics: expected loopback, open or token, got \"opne\" (did you mean"
                + " open?)",
            "1:42: access.write: unknown key"),
        row(
            "hooks and links",
            """
            hooks: {alertmanager: {token: short}, alertmanger: {}}
            tracing: {link: "https://traces.example/"}
            """,
            "1:31: hooks.alertmanager.token: not at least 16 characters long",
            "1:39: hooks.alertmanger: unknown key",
            "2:17: tracing.link: expected an http or https URL with {traceId} in it, got"
                + " \"https://traces.example/\""),
        row(
            "hooks of deployments",
            """
            hooks:
              github: {secret: short}
              gitlab: {}
              cdevents: {token: a-token-for-this-hook, tokenFile: also}
            """,
            "2:20: hooks.github.secret: not at least 16 characters long",
            "3:11: hooks.gitlab: expected exactly one of token and tokenFile",
            "4:13: hooks.cdevents: expected exactly one of token and tokenFile"),
        row(
            "secret in a file that is not there",
            "hooks: {github: {secretFile: nowhere}}",
            "1:30: hooks.github.secretFile: expected a file that can be read, got \"nowhere\""),
        row(
            "cause windows",
            "dora: {causeWindow: 3d, cause: 1h}",
            "1:21: dora.causeWindow: more than 48h: \"3d\"",
            "1:25: dora.cause: unknown key"),
        row(
            "dead man's switch",
            "deadMansSwitch: {url: 'ftp://user:secret@x', interval: 1s}",
            "1:23: deadMansSwitch.url: expected an http or https URL",
            "1:56: deadMansSwitch.interval: not at least 10s: \"1s\""),
        row(
            "dead man's switch without a URL",
            "deadMansSwitch: {interval: 1m}",
            "1:17: deadMansSwitch: expected exactly one of url and urlFile"),
        row("no mapping", "just text", "1:1: expected a mapping, got \"just text\""),
        row(
            "two documents",
            "location: a\n---\nlocation: b",
            "3:1: expected one document, got a" + " second one"),
        row(
            "no YAML",
            "a: [",
            "1:5: not YAML: while parsing a flow node, expected the node"
                + " content, but found '<stream end>'"),
        row(
            "variable not set",
            "dataDir: ${NOWHERE}/data",
            "1:10: dataDir: the variable NOWHERE is not set (${NOWHERE:-default} gives a default)"),
        row(
            "what a variable holds is not shown",
            "timeZone: ${PASSWORD}",
            "1:11: timeZone: expected a time zone such as Europe/Berlin, got \"${PASSWORD}\""),
        row(
            "contains itself",
            "logging: &a {loggers: *a}",
            "1:1: larger than 100000 values, aliases counted"),
        row(
            "other shapes",
            "server: [1]\nlogging: text\nadmin: 1",
            "1:9: server: expected a mapping, got a list",
            "2:10: logging: expected a mapping, got \"text\"",
            "3:8: admin: expected a mapping, got 1"),
        argumentSet(
            "command line",
            "location: a",
            Map.of("dw.evaluation.interval", "soon", "dw.location.deeper", "x", "dw.spol", "y"),
            List.of(
                "-Ddw.evaluation.interval: evaluation.interval: expected a duration such as 30s,"
                    + " got \"soon\"",
                "-Ddw.spol: spol: unknown key (did you mean spool?)")));
  }

  @Test
  void tokenOfAHookIsReadAndNeverShown_andATraceHasItsAddress() throws Exception {
    var settings =
        read(
                """
                hooks: {alertmanager: {token: a-token-for-this-hook}}
                tracing: {link: "https://traces.example/trace/{traceId}?a=b"}
                """,
                Map.of())
            .settings();

    assertThat(settings.hooks().alertmanager().orElseThrow().value())
        .isEqualTo("a-token-for-this-hook");
    assertThat(settings.toString()).doesNotContain("a-token");
    assertThat(settings.tracing().linkTo("0af7")).contains("https://traces.example/trace/0af7?a=b");
  }

  @Test
  void missingFileIsOneClearSentence() {
    var thrown =
        catchThrowableOfType(
            ConfigurationException.class,
            () -> factory(Map.of()).build(new FileConfigurationSourceProvider(), "nope.yml"));

    assertThat(thrown).hasMessage("nope.yml: no such file");
  }
}
