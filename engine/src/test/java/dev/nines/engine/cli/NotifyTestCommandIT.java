package dev.nines.engine.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.configuration.NinesConfiguration;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Namespace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class NotifyTestCommandIT {
  @RegisterExtension
  static final WireMockExtension RECEIVER =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private static final Bootstrap<NinesConfiguration> BOOTSTRAP =
      new Bootstrap<>(
          new Application<>() {
            @Override
            public void run(NinesConfiguration configuration, Environment environment) {}
          });

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  @TempDir private Path folder;

  @BeforeEach
  void declare() throws IOException {
    Files.writeString(folder.resolve("config.yml"), "declarations: slo\n");
    Files.createDirectory(folder.resolve("slo"));
    Files.writeString(
        folder.resolve("slo/channels.yaml"),
        """
        apiVersion: nines.dev/v1
        kind: NotificationChannel
        metadata: {name: hook}
        spec: {type: webhook, url: "http://127.0.0.1:${PORT}/hook"}
        ---
        apiVersion: nines.dev/v1
        kind: NotificationChannel
        metadata: {name: pager}
        spec: {type: pagerduty, url: "http://127.0.0.1:${PORT}/pager", routing_key: "${KEY}"}
        ---
        apiVersion: nines.dev/v1
        kind: NotificationChannel
        metadata: {name: changes}
        spec:
          type: pagerduty
          url: "http://127.0.0.1:${PORT}/v2/enqueue"
          routing_key: "${KEY}"
          changeEvents: true
        ---
        apiVersion: nines.dev/v1
        kind: NotificationChannel
        metadata: {name: log}
        spec: {type: log}
        """);
  }

  private void test(String channel, String output) throws IOException {
    var variables =
        Map.of("PORT", Integer.toString(RECEIVER.getPort()), "KEY", "0123456789abcdef0123456789ab");
    var command =
        new NotifyTestCommand(
            InstantSource.system(),
            name -> Optional.ofNullable(variables.get(name)),
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    command.run(
        BOOTSTRAP,
        new Namespace(
            Map.of(
                "channel",
                channel,
                "config",
                folder.resolve("config.yml").toString(),
                "leave_open",
                false,
                "output",
                output)));
  }

  private Code exit(String channel) {
    return catchThrowableOfType(CommandExit.class, () -> test(channel, "text")).code();
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void answer(int status) {
    RECEIVER.stubFor(post(urlPathEqualTo("/hook")).willReturn(aResponse().withStatus(status)));
    RECEIVER.stubFor(post(urlPathEqualTo("/pager")).willReturn(aResponse().withStatus(status)));
  }

  @Test
  void testIsDeliveredAndCannotBeTakenForReal() throws IOException {
    answer(200);

    test("hook", "text");

    assertThat(printed())
        .isEqualTo("hook (webhook) incident.opened delivered: 127.0.0.1 answered 200\n");
    assertThat(RECEIVER.findAll(postRequestedFor(urlPathEqualTo("/hook"))))
        .singleElement()
        .satisfies(request ->
            assertThat(request.getBodyAsString())
                .contains("TEST, nothing is wrong", "\"service\":\"nines-test\""));
  }

  @Test
  void whatKeepsAnIncidentOpenIsToldOfItsEnd() throws IOException {
    answer(202);

    test("pager", "json");

    var report = new ObjectMapper().readTree(printed());
    assertThat(report.at("/type").asText()).isEqualTo("pagerduty");
    assertThat(report.at("/steps/0/told").asText()).isEqualTo("incident.opened");
    assertThat(report.at("/steps/1/told").asText()).isEqualTo("incident.resolved");
    assertThat(report.at("/steps/1/outcome").asText()).isEqualTo("delivered");
    var events = RECEIVER.findAll(postRequestedFor(urlPathEqualTo("/pager")));
    assertThat(events).hasSize(2);
    assertThat(events.getFirst().getBodyAsString()).contains("trigger");
    assertThat(events.getLast().getBodyAsString()).contains("resolve");
  }

  @Test
  void whoWantsChangeEventsIsSentOne() throws IOException {
    RECEIVER.stubFor(post(urlPathEqualTo("/v2/enqueue")).willReturn(aResponse().withStatus(202)));
    RECEIVER.stubFor(
        post(urlPathEqualTo("/v2/change/enqueue")).willReturn(aResponse().withStatus(202)));

    test("changes", "text");

    assertThat(printed())
        .endsWith("changes (pagerduty) deployment.succeeded delivered: 127.0.0.1 answered 202\n");
    assertThat(RECEIVER.findAll(postRequestedFor(urlPathEqualTo("/v2/change/enqueue"))))
        .singleElement()
        .satisfies(request ->
            assertThat(request.getBodyAsString()).contains("TEST, nothing is wrong", "nines-test"));
  }

  @Test
  void refusalIsNo_silenceCannotBeSaid_wrongNameIsWrong() {
    answer(404);
    assertThat(exit("hook")).isEqualTo(Code.NO);
    assertThat(printed())
        .isEqualTo("hook (webhook) incident.opened refused: 127.0.0.1 answered 404\n");
    answer(503);
    assertThat(exit("hook")).isEqualTo(Code.CANNOT_SAY);
    assertThat(catchThrowableOfType(CommandExit.class, () -> test("hok", "text")))
        .hasMessage("no channel named hok (did you mean hook?)");
    assertThat(exit("hok")).isEqualTo(Code.WRONG_USAGE);
  }

  @Test
  void logIsTriedOnStandardOutput() throws IOException {
    test("log", "text");

    assertThat(printed())
        .contains("incident.opened #0 open (info) nines-test: TEST, nothing is wrong")
        .endsWith("log (log) incident.opened delivered\n");
  }

  @Test
  void faultOfADeclarationIsWrongInput() throws IOException {
    Files.writeString(folder.resolve("slo/more.yaml"), "apiVersion: nines.dev/v1\nkind: Prob\n");

    assertThat(exit("log")).isEqualTo(Code.WRONG_USAGE);
  }
}
