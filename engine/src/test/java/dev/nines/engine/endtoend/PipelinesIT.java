package dev.nines.engine.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.Peers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Everything in deploy/ci is what it says it is, and its shell part works with a real Nines. */
@Tag("process")
class PipelinesIT {
  private static final Path CI = Path.of("../deploy/ci");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> SHELL_KEYS =
      Set.of("run", "bash", "script", "after_script", "cmd");
  private static final Pattern JENKINS_STEP = Pattern.compile("(?m)^ *sh '([^']*)'$");

  private static Target target;
  private static NinesInProcess nines;
  private static Path workspace;
  private static String token;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    target = Target.up();
    var site =
        Site.of(
            Files.createDirectory(folder.resolve("nines")),
            WatchedShop.declarations(target.url(), 1, 3, 2)
                .replace("{name: shop}", "{name: checkout}")
                .replace("service: shop", "service: checkout")
                .replace("services: [shop]", "services: [checkout]"));
    nines = NinesInProcess.start(site);
    token = Files.readString(site.data().resolve("admin-token")).strip();
    workspace = Files.createDirectory(folder.resolve("workspace"));
    Files.createDirectory(workspace.resolve("ci"));
    Files.copy(CI.resolve("nines.sh"), workspace.resolve("ci/nines.sh"));
    var deploy = Files.writeString(workspace.resolve("deploy.sh"), "#!/bin/sh\necho deployed\n");
    assertThat(deploy.toFile().setExecutable(true)).isTrue();
  }

  @AfterAll
  static void stop() {
    nines.close();
    target.close();
  }

  @BeforeEach
  void mend() {
    target.answer(200);
    await().atMost(40, SECONDS).until(() -> answer().equals("go"));
  }

  @Test
  void everythingIsGoodYamlAndGoodShell() throws Exception {
    var yamllint = Peers.program("yamllint").toString();
    var shellcheck = Peers.program("shellcheck").toString();

    var lint =
        new ArrayList<>(
            List.of(
                yamllint,
                "--strict",
                "-d",
                "{extends: default, rules: {line-length: {max: 140}}}"));
    pipelines().filter(PipelinesIT::isYaml).map(Path::toString).forEach(lint::add);
    assertThat(lint).hasSizeGreaterThan(8);
    assertThat(run(Map.of(), lint)).isEqualTo(new Ended(0, ""));
    assertThat(
            run(Map.of(), List.of(shellcheck, CI.resolve("nines.sh").toAbsolutePath().toString())))
        .isEqualTo(new Ended(0, ""));
    for (var part : allParts()) {
      var file = Files.writeString(workspace.resolve("part.sh"), part.shell() + "\n");
      assertThat(run(Map.of(), List.of(shellcheck, "--shell=sh", file.toString())))
          .as("%s", part)
          .isEqualTo(new Ended(0, ""));
    }
    assertThat(Files.readString(CI.resolve("Jenkinsfile")).chars().filter(c -> c == '{').count())
        .isEqualTo(
            Files.readString(CI.resolve("Jenkinsfile")).chars().filter(c -> c == '}').count());
  }

  @Test
  void gatesLetThroughWhatIsWell_andHoldWhatIsNot() throws Exception {
    var gates = parts("gate");
    assertThat(gates).hasSize(5);

    for (var part : gates) {
      assertThat(run(part).code()).as("%s", part).isZero();
    }
    fail();
    for (var part : gates) {
      assertThat(run(part).code()).as("%s", part).isEqualTo(1);
    }
    assertThat(script("gate", "checkout").output())
        .containsPattern("^hold: incident \\d+ \\(critical\\) is open since ")
        .contains("\n  hold down:front probe front is down\n");
  }

  @Test
  void watchesEndWellWhereNothingGetsWorse() throws Exception {
    var watches = parts("watch");
    assertThat(watches).hasSize(4);

    for (var part : watches) {
      assertThat(run(part))
          .as("%s", part)
          .satisfies(ended -> {
            assertThat(ended.code()).isZero();
            assertThat(ended.output()).endsWith("go: checkout is no worse than 1 s ago\n");
          });
    }
  }

  @Test
  void watchEndsAsSoonAsItGetsWorse() throws Exception {
    var breaking =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(3_000);
                target.answer(503);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });

    var watched = script("watch", "checkout", "60");

    breaking.join();
    assertThat(watched.code()).as(watched.output()).isEqualTo(1);
    assertThat(watched.output())
        .contains("go: checkout is up and nothing holds it")
        .containsPattern("hold: checkout is worse than before: (incident:\\d+|down:front)\n$");
  }

  @Test
  void watchThatComesAfterTheBreakHasNoticedItToo_whereItIsToldWhenTheDeploymentBegan()
      throws Exception {
    var before = Instant.now().minusSeconds(1);
    fail();
    var after = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);

    var watched = script(Map.of("NINES_STARTED_AT", before.toString()), "watch", "checkout", "60");
    assertThat(watched.code()).as(watched.output()).isEqualTo(1);
    assertThat(watched.output())
        .containsPattern("hold: checkout is worse than before: incident:\\d+\n$");
    assertThat(
            script(Map.of("NINES_STARTED_AT", after.toString()), "watch", "checkout", "1").code())
        .isZero();
    assertThat(script("watch", "checkout", "1").code()).isZero();
    assertThat(
            script(
                Map.of("NINES_STARTED_AT", "2026-11-29T12:00:00+01:00"), "watch", "checkout", "1"))
        .isEqualTo(
            new Ended(
                2,
                "nines: NINES_STARTED_AT: expected UTC, such as 2026-11-29T12:00:00Z:"
                    + " 2026-11-29T12:00:00+01:00\n"));
  }

  @Test
  void whatCannotBeAskedHasItsOwnCode() throws Exception {
    var nobody = Map.of("NINES_URL", "http://127.0.0.1:1");

    assertThat(script("gate", "chekout"))
        .satisfies(ended -> assertThat(ended.code()).isEqualTo(2))
        .satisfies(ended -> assertThat(ended.output()).contains("did you mean checkout?"));
    assertThat(script("gates", "checkout").code()).isEqualTo(2);
    assertThat(script("watch", "checkout", "10m").code()).isEqualTo(2);
    assertThat(script("deployed", "checkout", "fine").code()).isEqualTo(2);
    assertThat(run(nobody, List.of("sh", "ci/nines.sh", "gate", "checkout")).code()).isEqualTo(3);
    for (var word : List.of("go", "hold")) {
      var asked = new HashMap<>(nobody);
      asked.put("NINES_ON_UNKNOWN", word);
      var ended = run(asked, List.of("sh", "ci/nines.sh", "gate", "checkout"));
      assertThat(ended.code()).isEqualTo(word.equals("go") ? 0 : 1);
      assertThat(ended.output()).contains(word + ": as asked for what cannot be said, since ");
    }
  }

  @Test
  void analysesFindTheAnswerWhereTheyLook() throws Exception {
    var template = documents(CI.resolve("argo-rollouts.yaml")).getFirst();
    var metric = template.at("/spec/metrics/0");

    assertThat(metric.at("/provider/web/jsonPath").asText()).isEqualTo("{$.answer}");
    assertThat(metric.at("/provider/web/url").asText()).endsWith("/api/v1/gate/{{args.service}}");
    assertThat(answer()).isEqualTo("go");
    var query = documents(CI.resolve("flagger.yaml")).getFirst().at("/spec/query").asText();
    assertThat(query).contains("service_incidents_open{service=\"{{ target }}\"}");
    assertThat(nines.api().metrics()).contains("service_incidents_open{service=\"checkout\"}");
  }

  @Test
  void deploymentsAreRecorded() throws Exception {
    assumeTrue(
        get("/api/v1/deployments").statusCode() == 200, "this Nines takes no deployments yet");
    var records = parts("deployed");
    assertThat(records).hasSize(6);

    var number = 0;
    for (var part : records) {
      var ended = run(part, Map.of("NINES_DEPLOYMENT_ID", "run-" + ++number));
      assertThat(ended.code()).as("%s: %s", part, ended.output()).isZero();
    }
    var told =
        script(
            Map.of(
                "NINES_DEPLOYMENT_ID", "a \"quoted\" \\ name",
                "NINES_VERSION", "1.2.3",
                "NINES_SHA", "0af7651916cd43dd8448eb211c80319c",
                "NINES_ENVIRONMENT", "production",
                "NINES_RUN_URL", "https://ci.example.com/runs/7"),
            "deployed",
            "checkout",
            "FAILURE");
    assertThat(told).isEqualTo(new Ended(0, "recorded: checkout failed\n"));
    var stored = JSON.readTree(get("/api/v1/deployments?service=checkout").body());
    assertThat(stored).hasSize(7);
    assertThat(stored.get(0).at("/version").asText()).isEqualTo("1.2.3");
    assertThat(stored.get(0).at("/result").asText()).isEqualTo("failed");
    assertThat(stored.findValuesAsText("result"))
        .containsExactlyInAnyOrder(
            "failed", "failed", "succeeded", "succeeded", "succeeded", "succeeded", "canceled");
    assertThat(
            run(
                    Map.of("NINES_TOKEN", ""),
                    List.of("sh", "ci/nines.sh", "deployed", "checkout", "success"))
                .code())
        .isEqualTo(2);
  }

  private static void fail() {
    target.answer(503);
    await().atMost(40, SECONDS).until(() -> answer().equals("hold"));
    await()
        .atMost(40, SECONDS)
        .until(() -> nines.api().json("services/checkout").at("/openIncident").isNumber());
  }

  private static String answer() {
    return nines.api().json("gate/checkout").at("/answer").asText();
  }

  /** A step of a pipeline. */
  private record Part(String file, String shell) {}

  private static Stream<Path> pipelines() throws IOException {
    try (var files = Files.list(CI.toAbsolutePath())) {
      return files.sorted().toList().stream();
    }
  }

  private static boolean isYaml(Path file) {
    return file.toString().endsWith(".yml") || file.toString().endsWith(".yaml");
  }

  private static List<Part> parts(String word) throws IOException {
    return allParts().stream()
        .filter(part ->
            part.shell().contains("nines.sh " + word + " ")
                || (word.equals("gate") && part.shell().contains("/api/v1/gate/")))
        .toList();
  }

  private static List<Part> allParts() throws IOException {
    var parts = new ArrayList<Part>();
    for (var file : pipelines().toList()) {
      var name = file.getFileName().toString();
      if (isYaml(file)) {
        documents(file).forEach(document -> shells(document, false, name, parts));
      } else if (name.equals("Jenkinsfile")) {
        JENKINS_STEP
            .matcher(Files.readString(file))
            .results()
            .forEach(step -> parts.add(new Part(name, step.group(1))));
      }
    }
    return parts;
  }

  private static void shells(JsonNode node, boolean shell, String file, List<Part> parts) {
    if (node.isTextual() && shell) {
      parts.add(new Part(file, node.asText()));
    }
    node.properties()
        .forEach(
            entry -> shells(entry.getValue(), SHELL_KEYS.contains(entry.getKey()), file, parts));
    if (node.isArray()) {
      node.forEach(item -> shells(item, shell, file, parts));
    }
  }

  private static List<JsonNode> documents(Path file) throws IOException {
    var documents = new ArrayList<JsonNode>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(Files.readString(file))
        .forEach(document -> documents.add(JSON.valueToTree(document)));
    return documents;
  }

  private record Ended(int code, String output) {}

  private static Ended script(String... words) throws Exception {
    return script(Map.of(), words);
  }

  private static Ended script(Map<String, String> more, String... words) throws Exception {
    var command = new ArrayList<>(List.of("sh", "ci/nines.sh"));
    command.addAll(List.of(words));
    return run(more, command);
  }

  private static Ended run(Part part) throws Exception {
    return run(part, Map.of());
  }

  private static Ended run(Part part, Map<String, String> more) throws Exception {
    return run(more, List.of("sh", "-e", "-c", part.shell()));
  }

  /** With the variables of every CI at once. */
  private static Ended run(Map<String, String> more, List<String> command) throws Exception {
    Peers.program("curl");
    var variables = new LinkedHashMap<String, String>();
    variables.put("PATH", System.getenv("PATH"));
    variables.put("LANG", "C.UTF-8");
    variables.put("NINES_URL", nines.api().address().toString().replaceFirst("/$", ""));
    variables.put("NINES_TOKEN", token);
    variables.put("WATCH_SECONDS", "1");
    variables.put("GITHUB_ENV", workspace.resolve("github.env").toString());
    variables.put("RESULT", "success");
    variables.put("CI_JOB_STATUS", "success");
    variables.put("AGENT_JOBSTATUS", "Succeeded");
    variables.putAll(more);
    var builder =
        new ProcessBuilder(command).directory(workspace.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(variables);
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(90, SECONDS)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(nines.api().address().resolve(path).toString()))
              .build(),
          BodyHandlers.ofString());
    }
  }
}
