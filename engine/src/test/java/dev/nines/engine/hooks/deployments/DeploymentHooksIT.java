package dev.nines.engine.hooks.deployments;

import static dev.nines.engine.hooks.deployments.Deliveries.cdevent;
import static dev.nines.engine.hooks.deployments.Deliveries.github;
import static dev.nines.engine.hooks.deployments.Deliveries.gitlab;
import static dev.nines.engine.hooks.deployments.HookServer.SECRET;
import static dev.nines.engine.hooks.deployments.HookServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nines.channel.Secret;
import dev.nines.engine.configuration.ConfiguredSecret;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentHooksIT {
  private static final String AT = "2026-11-24T12:00:00Z";
  private static HookServer hooks;

  @BeforeAll
  static void open() throws Exception {
    hooks = HookServer.start();
  }

  @AfterAll
  static void close() {
    hooks.close();
  }

  @BeforeEach
  void forget() {
    hooks
        .jdbi()
        .useHandle(handle ->
            handle.execute("truncate deployment, deployment_start, incident_cause, audit cascade"));
  }

  @AfterEach
  void mend() {
    hooks.way().mend();
  }

  @Test
  void statusOfGithubIsADeployment() throws Exception {
    var answer = hooks.github("deployment_status", github(42, "success", AT));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer.body()).get("outcome").asText()).isEqualTo("added");
    assertThat(hooks.rows("deployment"))
        .singleElement()
        .satisfies(row -> {
          assertThat(text(row, "source")).isEqualTo("github:acme/checkout");
          assertThat(text(row, "external_id")).isEqualTo("42");
          assertThat(text(row, "service")).isEqualTo("checkout");
          assertThat(text(row, "environment")).isEqualTo("production");
          assertThat(text(row, "result")).isEqualTo("succeeded");
          assertThat(text(row, "started_at")).isEqualTo("2026-11-24T11:00:00+00:00");
          assertThat(text(row, "finished_at")).isEqualTo("2026-11-24T12:00:00+00:00");
          assertThat(text(row, "version")).isEqualTo("v1.4.2");
          assertThat(text(row, "revision")).isEqualTo("a10867b14bb761a232cd80139fbd4c0d33264240");
          assertThat(text(row, "url")).isEqualTo("https://github.com/acme/checkout/actions/runs/7");
          assertThat(text(row, "actor")).isEqualTo("octocat");
        });
    assertThat(hooks.rows("audit"))
        .singleElement()
        .satisfies(row -> assertThat(text(row, "actor")).isEqualTo("hook:github"));
  }

  @Test
  void statusOfGitlabIsADeployment_withTheWholeCommit() throws Exception {
    var answer = hooks.gitlab(gitlab(15, "success", "2026-11-24 13:00:00 +0100"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(hooks.rows("deployment"))
        .singleElement()
        .satisfies(row -> {
          assertThat(text(row, "source")).isEqualTo("gitlab:acme/web/checkout");
          assertThat(text(row, "external_id")).isEqualTo("15");
          assertThat(text(row, "finished_at")).isEqualTo("2026-11-24T12:00:00+00:00");
          assertThat(text(row, "revision")).isEqualTo("279484c09fbe69ededfced8c1bb6e6d24616b468");
          assertThat(row.get("version").isNull()).isTrue();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "0.4.1, deployed, service/checkout, false",
    "0.5.1, deployed, checkout, false",
    "0.5.1, upgraded, /prod/checkout, false",
    "0.4.1, rolledback, service/checkout, true",
    "0.6.0-draft, rolledback, service/checkout, true",
  })
  void eventOfAServiceIsADeployment(String version, String verb, String subject, boolean rollback)
      throws Exception {
    var event = cdevent(version, verb, "e1", subject, AT);

    var binary =
        hooks.send(
            "cdevents",
            event,
            Map.of(
                "Authorization", "Bearer " + SECRET,
                "ce-specversion", "1.0",
                "ce-id", "e1",
                "ce-source", "/ci/acme",
                "ce-type", json(event).at("/context/type").asText()));
    var structured =
        hooks.send(
            "cdevents",
            "{\"specversion\": \"1.0\", \"id\": \"e1\", \"data\": " + event + "}",
            Map.of(
                "Authorization",
                "Bearer " + SECRET,
                "Content-Type",
                "application/cloudevents+json; charset=utf-8"));

    assertThat(binary.statusCode()).as(binary.body()).isEqualTo(200);
    assertThat(json(binary.body()).get("outcome").asText()).isEqualTo("added");
    assertThat(json(structured.body()).get("outcome").asText()).isEqualTo("known");
    assertThat(hooks.rows("deployment"))
        .singleElement()
        .satisfies(row -> {
          assertThat(text(row, "source")).isEqualTo("cdevents:/ci/acme");
          assertThat(text(row, "service")).isEqualTo("checkout");
          assertThat(text(row, "artifact")).isEqualTo("pkg:oci/checkout@sha256%3Ae1");
          assertThat(row.get("rollback").asBoolean()).isEqualTo(rollback);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"inactive", "in_progress", "queued", "pending", "waiting", "some_new_state"})
  void statusThatEndsNothingDoesNotCount(String state) throws Exception {
    var github = hooks.github("deployment_status", github(42, state, AT));
    var gitlab = hooks.gitlab(gitlab(15, state, AT));

    assertThat(github.statusCode()).isEqualTo(200);
    assertThat(gitlab.body()).contains("\"outcome\":\"passed over\"", "neither begin nor end");
    assertThat(hooks.rows("deployment")).isEmpty();
  }

  @Test
  void whatRunsAtGitlabIsNoDeploymentYet_andItsTimeIsWhenItBegan() throws Exception {
    var running = hooks.gitlab(gitlab(15, "running", "2026-11-24 11:57:00 UTC"));
    assertThat(json(running.body()).get("outcome").asText()).isEqualTo("begun");
    assertThat(hooks.rows("deployment")).isEmpty();
    hooks.gitlab(gitlab(15, "running", "2026-11-24 11:57:30 UTC"));

    hooks.gitlab(gitlab(15, "success", "2026-11-24 12:00:00 UTC"));
    hooks.gitlab(gitlab(15, "success", "2026-11-24 12:00:00 UTC"));

    assertThat(hooks.rows("deployment"))
        .singleElement()
        .satisfies(
            row -> assertThat(text(row, "started_at")).isEqualTo("2026-11-24T11:57:00+00:00"));
    assertThat(hooks.rows("deployment_start")).as("it stands at the deployment now").isEmpty();
    assertThat(hooks.rows("audit")).hasSize(1);
  }

  @Test
  void beginThatComesAfterTheEndIsTakenToo_whereItCanBe() throws Exception {
    hooks.gitlab(gitlab(15, "success", "2026-11-24 12:00:00 UTC"));

    var later = hooks.gitlab(gitlab(15, "running", "2026-11-24 12:00:01 UTC"));
    var begin = hooks.gitlab(gitlab(15, "running", "2026-11-24 11:57:00 UTC"));

    assertThat(json(later.body()).get("outcome").asText()).isEqualTo("known");
    assertThat(json(begin.body()).get("outcome").asText()).isEqualTo("changed");
    assertThat(hooks.rows("deployment"))
        .singleElement()
        .satisfies(
            row -> assertThat(text(row, "started_at")).isEqualTo("2026-11-24T11:57:00+00:00"));
    assertThat(hooks.rows("deployment_start")).isEmpty();
  }

  @Test
  void beginIsCheckedAsAnEndIs() throws Exception {
    var future = hooks.gitlab(gitlab(15, "running", "2026-11-24 12:35:01 UTC"));
    var nobodys = hooks.gitlab(gitlab(15, "running", AT).replace("acme/web/checkout\",", "a/b\","));

    assertThat(future.statusCode()).isEqualTo(422);
    assertThat(future.body()).contains("startedAt", "more than 5 minutes from now");
    assertThat(nobodys.statusCode()).isEqualTo(422);
    assertThat(hooks.rows("deployment_start")).isEmpty();
  }

  @Test
  void whatIsAboutNoDeploymentIsPassedOver() throws Exception {
    assertThat(hooks.github("ping", "{\"zen\": \"Keep it simple.\"}").body()).contains("pong");
    assertThat(hooks.github("push", "{}").statusCode()).isEqualTo(200);
    assertThat(hooks.gitlab("{\"object_kind\": \"push\"}").statusCode()).isEqualTo(200);
    var removed = hooks.cdevents(cdevent("0.5.1", "removed", "e1", "checkout", AT));
    assertThat(removed.body()).contains("a service that is removed is no deployment");
    var build = cdevent("0.5.1", "deployed", "e1", "x", AT).replace(".service.", ".build.");
    assertThat(hooks.cdevents(build).statusCode()).isEqualTo(200);
    assertThat(hooks.rows("deployment")).isEmpty();
  }

  /** Whatever comes again, in whatever order, is as if it had come once. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void sameDeliveriesTwice_inAnyOrder_changeNothing(int seed) throws Exception {
    var all = new ArrayList<String>();
    for (var id = 1; id <= 5; id++) {
      all.add(github(id, "failure", "2026-11-24T12:00:00Z"));
      all.add(github(id, id % 2 == 0 ? "success" : "error", "2026-11-24T12:05:00Z"));
      all.add(github(id, "success", "2026-11-24T12:09:00Z"));
      all.add(github(id, "inactive", "2026-11-24T12:10:00Z"));
    }
    for (var body : all) {
      hooks.github("deployment_status", body);
    }
    var once = hooks.rows("deployment");

    Collections.shuffle(all, new Random(seed));
    for (var body : all) {
      assertThat(hooks.github("deployment_status", body).statusCode()).isEqualTo(200);
    }
    assertThat(hooks.rows("deployment")).isEqualTo(once);

    forget();
    for (var body : all) {
      hooks.github("deployment_status", body);
    }
    assertThat(ends()).isEqualTo(ends(once));
    assertThat(ends())
        .containsExactlyInAnyOrder(
            "1 succeeded 2026-11-24T12:09:00+00:00",
            "2 succeeded 2026-11-24T12:05:00+00:00",
            "3 succeeded 2026-11-24T12:09:00+00:00",
            "4 succeeded 2026-11-24T12:05:00+00:00",
            "5 succeeded 2026-11-24T12:09:00+00:00");
  }

  @Test
  void sameDeliveryFromManySidesAtOnceIsStoredOnce() throws Exception {
    var body = github(42, "success", AT);
    var outcomes = new ArrayList<String>();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<HttpResponse<String>>>();
      for (var i = 0; i < 20; i++) {
        answers.add(senders.submit(() -> hooks.github("deployment_status", body)));
      }
      for (var answer : answers) {
        outcomes.add(json(answer.get().body()).get("outcome").asText());
      }
    }

    assertThat(outcomes).containsOnlyOnce("added").containsOnly("added", "known");
    assertThat(hooks.rows("deployment")).hasSize(1);
    assertThat(hooks.rows("audit")).hasSize(1);
  }

  private static List<String> ends() {
    return ends(hooks.rows("deployment"));
  }

  private static List<String> ends(List<JsonNode> rows) {
    return rows.stream()
        .map(row ->
            "%s %s %s"
                .formatted(text(row, "external_id"), text(row, "result"), text(row, "finished_at")))
        .sorted()
        .toList();
  }

  @Test
  void payloadOfADeploymentTellsWhatGithubDoesNotKnow() throws Exception {
    var payload =
        ", \"payload\": {\"service\": \"mail\", \"version\": \"7\", \"rework\": true,"
            + " \"committedAt\": [\"2026-11-24T10:00:00Z\", \"2026-11-23T10:00:00+01:00\"]}";

    var answer =
        hooks.github(
            "deployment_status", github("acme/other", 1, "success", "mail-live", AT, payload));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(hooks.rows("deployment"))
        .singleElement()
        .satisfies(row -> {
          assertThat(text(row, "service")).isEqualTo("mail");
          assertThat(text(row, "version")).isEqualTo("7");
          assertThat(row.get("rework").asBoolean()).isTrue();
          assertThat(row.get("committed_at").get(0).asText())
              .isEqualTo("2026-11-23T09:00:00+00:00");
          assertThat(row.get("committed_at")).hasSize(2);
        });
  }

  @Test
  void repositoryOfTwoServicesIsToldApartByTheirEnvironments_elseNothingIsStored()
      throws Exception {
    var mail =
        hooks.github("deployment_status", github("Acme/Shop", 1, "success", "Mail-Live", AT, ""));
    var either =
        hooks.github("deployment_status", github("acme/shop", 2, "success", "production", AT, ""));

    assertThat(mail.statusCode()).isEqualTo(200);
    assertThat(either.statusCode()).isEqualTo(422);
    assertThat(either.body())
        .contains("acme/shop belongs to cart and mail: name one of them in the payload");
    assertThat(hooks.rows("deployment"))
        .extracting(row -> text(row, "service"))
        .containsExactly("mail");
  }

  @Test
  void whatBelongsToNobodySaysWhatToWrite() throws Exception {
    var github =
        hooks.github("deployment_status", github("acme/new", 1, "success", "production", AT, ""));
    var gitlab = hooks.gitlab(gitlab(1, "success", AT).replace("acme/web/checkout\",", "a/b\","));
    var event = hooks.cdevents(cdevent("0.5.1", "deployed", "e", "service/chekout", AT));
    var named =
        hooks.github(
            "deployment_status",
            github(
                "acme/new",
                1,
                "success",
                "production",
                AT,
                ", \"payload\": {\"service\": \"crt\"}"));

    assertThat(List.of(github, gitlab, event, named))
        .extracting(HttpResponse::statusCode)
        .containsOnly(422);
    assertThat(github.body())
        .contains(
            "acme/new belongs to no service: write the annotation nines.dev/repositories:"
                + " \\\"acme/new\\\" at its Service");
    assertThat(gitlab.body()).contains("nines.dev/repositories: \\\"gitlab:a/b\\\"");
    assertThat(event.body()).contains("\\\"cdevents:service/chekout\\\"");
    assertThat(named.body()).contains("no service named crt is declared (did you mean cart?)");
    assertThat(hooks.rows("deployment")).isEmpty();
    assertThat(hooks.rows("audit")).isEmpty();
  }

  @Test
  void whatIsSaidToBeProductionAndIsNotDeclaredSoIsKept_andTold() throws Exception {
    var answer =
        hooks.github(
            "deployment_status",
            github("acme/checkout", 1, "success", "live-eu", AT, "")
                .replace("\"production_environment\": false", "\"production_environment\": true"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer.body()).get("note").asText())
        .startsWith("live-eu is said to be production, and is not an environment of the Service");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-24T12:35:00Z | 200",
        "2026-11-24T12:35:01Z | 422",
        "2027-11-24T12:00:00Z | 422",
        "2026-11-24 12:00:00 | 400",
        "soon | 400",
      })
  void clocksMayDifferByFiveMinutes(String at, int status) throws Exception {
    assertThat(hooks.github("deployment_status", github(1, "success", at)).statusCode())
        .isEqualTo(status);
    assertThat(hooks.gitlab(gitlab(1, "success", at)).statusCode()).isEqualTo(status);
    assertThat(hooks.cdevents(cdevent("0.5.1", "deployed", "e", "checkout", at)).statusCode())
        .isEqualTo(status);
    assertThat(hooks.rows("deployment")).hasSize(status == 200 ? 3 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "nothing", "{\"a\":", "{}", "\u0000"})
  void whatIsNoSuchPayloadIsRefused(String body) throws Exception {
    assertThat(hooks.github("deployment_status", body).statusCode()).isEqualTo(400);
    assertThat(hooks.cdevents(body).statusCode()).isEqualTo(400);
    assertThat(hooks.rows("deployment")).isEmpty();
  }

  @Test
  void allThatIsWrongIsToldAtOnce() throws Exception {
    var github =
        hooks.github(
            "deployment_status", "{\"deployment_status\": {\"state\": \"success\"}, \"x\": 1}");
    var event =
        hooks.cdevents("{\"context\": {\"type\": \"dev.cdevents.service.deployed.0.3.0\"}}");

    assertThat(github.body())
        .contains(
            "{\"field\":\"deployment.id\",\"message\":\"required\"}",
            "\"repository.full_name\"",
            "\"deployment.environment\"",
            "\"deployment_status.created_at\"");
    assertThat(event.body())
        .contains(
            "\"context.specversion\"",
            "\"context.id\"",
            "\"context.source\"",
            "\"context.timestamp\"",
            "\"subject.id\"",
            "\"subject.content.environment.id\"",
            "\"subject.content.artifactId\"");
  }

  @Test
  void headerThatContradictsTheEventIsRefused() throws Exception {
    var answer =
        hooks.send(
            "cdevents",
            cdevent("0.5.1", "deployed", "e", "checkout", AT),
            Map.of(
                "Authorization",
                "Bearer " + SECRET,
                "ce-type",
                "dev.cdevents.service.rolledback.0.3.0"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("is not what the header ce-type says");
  }

  /** The vector of GitHub's own documentation. */
  @Test
  void signatureIsThatOfGithubsDocumentation() throws Exception {
    var signed =
        Map.of(
            "X-GitHub-Event", "ping",
            "X-Hub-Signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");

    assertThat(hooks.send("github", "Hello, World!", signed).statusCode()).isEqualTo(200);
    assertThat(hooks.send("github", "Hello, World?", signed).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha256=",
        "sha256=zz",
        "sha1=",
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
      })
  void wrongSignatureIsRefused_andCounted(String signature) throws Exception {
    var before = hooks.counted("github", "unauthorized");
    var body = github(42, "success", AT);

    var answer =
        hooks.send(
            "github",
            body,
            Map.of("X-GitHub-Event", "deployment_status", "X-Hub-Signature-256", signature));
    var unsigned = hooks.send("github", body, Map.of("X-GitHub-Event", "deployment_status"));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(unsigned.statusCode()).isEqualTo(401);
    assertThat(answer.body()).doesNotContain(SECRET).contains("hooks.github.secret");
    assertThat(hooks.rows("deployment")).isEmpty();
    assertThat(hooks.counted("github", "unauthorized") - before).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "It's a Secret to Everybody "})
  void wrongTokenIsRefused(String token) throws Exception {
    var gitlab =
        hooks.send("gitlab", gitlab(1, "success", AT), Map.of("X-Gitlab-Token", token + "x"));
    var event =
        hooks.send(
            "cdevents",
            cdevent("0.5.1", "deployed", "e", "checkout", AT),
            Map.of("Authorization", token.isEmpty() ? "Basic x" : "Bearer " + token + "x"));

    assertThat(gitlab.statusCode()).isEqualTo(401);
    assertThat(event.statusCode()).isEqualTo(401);
    assertThat(hooks.rows("deployment")).isEmpty();
  }

  @Test
  void withoutASecretHooksTakeNothing_evenFromThisMachine() throws Exception {
    try (var closed = HookServer.start(Optional.empty())) {
      var answer = closed.github("deployment_status", github(42, "success", AT));
      var empty = closed.send("gitlab", gitlab(1, "success", AT), Map.of("X-Gitlab-Token", ""));

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("hooks.github.secret is not set in config.yml");
      assertThat(empty.statusCode()).isEqualTo(403);
      assertThat(closed.cdevents("{}").statusCode()).isEqualTo(403);
      assertThat(closed.rows("deployment")).isEmpty();
      assertThat(closed.counted("gitlab", "unauthorized")).isEqualTo(1);
    }
  }

  /** The trap of another program: its secret was away, so everybody was let in. */
  @Test
  void secretThatCannotBeReadLetsNobodyIn_andAnotherOneHoldsAtOnce(@TempDir Path folder)
      throws Exception {
    var file = Files.writeString(folder.resolve("secret"), SECRET + "\n");
    try (var fromFile =
        HookServer.start(
            Optional.of(new ConfiguredSecret.InFile(file, ConfiguredSecret.SHORTEST)))) {
      var body = github(42, "success", AT);
      assertThat(fromFile.github("deployment_status", body).statusCode()).isEqualTo(200);

      for (var content : new String[] {"", "too short"}) {
        Files.writeString(file, content);
        assertThat(fromFile.github("deployment_status", body).statusCode()).isEqualTo(503);
      }
      Files.delete(file);
      var away =
          fromFile.send(
              "github",
              body,
              Map.of(
                  "X-GitHub-Event",
                  "deployment_status",
                  "X-Hub-Signature-256",
                  HookServer.signature(" ", body)));
      assertThat(away.statusCode()).isEqualTo(503);
      assertThat(away.body()).contains("cannot be read").doesNotContain(file.toString());

      Files.writeString(file, "another secret, quite long");
      assertThat(fromFile.github("deployment_status", body).statusCode()).isEqualTo(401);
      assertThat(fromFile.counted("github", "unavailable")).isEqualTo(3);
    }
  }

  @Test
  void bodyOfTenMegabytesIsRefusedBeforeItIsRead() throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), hooks.port())) {
      var head =
          """
          POST /hooks/github HTTP/1.1
          Host: localhost
          Content-Type: application/json
          X-GitHub-Event: deployment_status
          X-Hub-Signature-256: sha256=00
          Content-Length: 10485760

          {"action":\
          """
              .replace("\n", "\r\n");
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(20_000);

      var status = new byte[12];
      var read = socket.getInputStream().readNBytes(status, 0, status.length);

      assertThat(new String(status, 0, read, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    }
    assertThat(hooks.gitlab("{\"a\": \"" + "x".repeat(1 << 20) + "\"}").statusCode())
        .isEqualTo(413);
    assertThat(hooks.counted("github", "too_large")).isEqualTo(1);
  }

  @Test
  void githubsFormIsRefused_withTheSettingToChange() throws Exception {
    var body = "payload=%7B%7D";

    var answer =
        hooks.send(
            "github",
            body,
            Map.of(
                "Content-Type", "application/x-www-form-urlencoded",
                "X-GitHub-Event", "deployment_status",
                "X-Hub-Signature-256", HookServer.signature(SECRET, body)));

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).contains("application/json");
  }

  @Test
  void databaseThatIsAwayIsOurFault() throws Exception {
    hooks.way().cut();

    assertThat(hooks.github("deployment_status", github(42, "success", AT)).statusCode())
        .isEqualTo(503);
  }

  @Test
  void secretIsInNoText() {
    assertThat(new ConfiguredSecret.Written(new Secret(SECRET)).toString())
        .doesNotContain("Everybody");
  }

  private static String text(JsonNode row, String key) {
    return row.get(key).asText();
  }
}
