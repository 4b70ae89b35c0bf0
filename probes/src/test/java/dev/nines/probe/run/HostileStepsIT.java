package dev.nines.probe.run;

import static dev.nines.probe.run.Steps.cookie;
import static dev.nines.probe.run.Steps.expecting;
import static dev.nines.probe.run.Steps.header;
import static dev.nines.probe.run.Steps.json;
import static dev.nines.probe.run.Steps.posting;
import static dev.nines.probe.run.Steps.regexp;
import static dev.nines.probe.run.Steps.sending;
import static dev.nines.probe.run.Steps.step;
import static dev.nines.probe.run.Steps.steps;
import static dev.nines.probe.run.Steps.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.nines.probe.Capture;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HopFacts;
import dev.nines.probe.HttpStep;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a target may make of a transaction by what it lets it capture; and who gets to see it. */
class HostileStepsIT {
  private static final String SECRET = "S3cr3t/&Token";
  private static final String ENCODED = "S3cr3t%2F%26Token";

  private final Prober prober = new Prober(System::nanoTime, InstantSource.system(), "test");
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /** Whole answers by path. */
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  private HostileServer server;

  @BeforeEach
  void open() throws IOException {
    server = new HostileServer(this::answer);
  }

  private void answer(Socket socket) throws IOException {
    var head = HostileServer.readHead(socket);
    heads.add(head);
    var path = head.split(" ", 3)[1].replaceAll("\\?.*", "");
    HostileServer.write(socket, answers.getOrDefault(path, ok("")));
    socket.shutdownOutput();
    socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
  }

  @AfterEach
  void shut() throws IOException {
    prober.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\r\\nX-Evil: 1", "\\n", "a\\u0000b", "\\u007f", "a\\u001bb"})
  void controlCharactersDoNotGetIntoAHeader(String value) {
    answers.put("/", ok("{\"t\": \"%s\"}".formatted(value)));

    var run = run(step("a", "/", json("t", "$.t")), sending("X-Token", "{{t}}", step("b", "/b")));

    assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.CAPTURE);
    assertThat(run.failure().orElseThrow().detail())
        .isEqualTo(
            "step 2 'b': {{t}} cannot stand in the header X-Token: it has a control character");
    assertThat(heads).hasSize(1);
    assertThat(run.steps()).hasSize(2);
  }

  @Test
  void tabsAndOtherLettersMayStandInAHeader() {
    answers.put("/", ok("{\"t\": \"a\\t\\u00fc\"}"));

    var run = run(step("a", "/", json("t", "$.t")), sending("X-Token", "{{t}}", step("b", "/b")));

    assertThat(run.failure()).isEmpty();
    assertThat(
            new String(
                heads.getLast().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
        .contains("X-Token: a\t\u00fc\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a/../../b?c#d&e | /x/a%2F..%2F..%2Fb%3Fc%23d%26e/y?q=a%2F..%2F..%2Fb%3Fc%23d%26e",
        "\\r\\nHost: evil | /x/%0D%0AHost%3A%20evil/y?q=%0D%0AHost%3A%20evil",
        "%2e%2e%2f | /x/%252e%252e%252f/y?q=%252e%252e%252f",
        "\\u00fc | /x/%C3%BC/y?q=%C3%BC",
        "... | /x/.../y?q=...",
      })
  void valueIsOnePartOfAUrlAndNoMore(String value, String expected) {
    answers.put("/", ok("{\"t\": \"%s\"}".formatted(value)));

    var run = run(step("a", "/", json("t", "$.t")), step("b", "/x/{{t}}/y?q={{t}}"));

    assertThat(run.failure()).isEmpty();
    assertThat(heads.getLast()).startsWith("GET " + expected + " HTTP/1.1\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void dotsDoNotLeaveThePath(String dots) {
    answers.put("/", ok("{\"t\": \"%s\"}".formatted(dots)));

    assertThat(detail(step("a", "/", json("t", "$.t")), step("b", "/x/{{t}}/y")))
        .isEqualTo(
            "step 2 'b': {{t}} cannot stand in the path of the URL: it means another folder there");
    assertThat(run(step("a", "/", json("t", "$.t")), step("b", "/x?q={{t}}")).failure()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1/\\r\\nX: y", "http://a b/", "\\\\\\\\127.0.0.1\\\\x"})
  void whatNoUrlHasDoesNotBeginOne(String value) {
    answers.put("/", ok("{\"t\": \"%s\"}".formatted(value)));

    var run = run(step("a", "/", json("t", "$.t")), step("b", "{{t}}"));

    assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.CAPTURE);
    assertThat(heads).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "javascript:alert(1)",
        "http://127.0.0.1:99999/"
      })
  void whatIsNoHttpAddressIsNotAsked(String value) {
    answers.put("/", ok("{\"t\": \"%s\"}".formatted(value)));

    assertThat(detail(step("a", "/", json("t", "$.t")), step("b", "{{t}}")))
        .isEqualTo("step 2 'b': the URL is no HTTP address with its values");
    assertThat(heads).hasSize(1);
  }

  @Test
  void valuesBeginningUrlsNeverMakeTheProberItselfFail() {
    var random = new Random(4);
    var pieces =
        List.of(
            "http://",
            "https://",
            "//",
            "/",
            "?",
            "#",
            "%",
            "%zz",
            "%2e",
            ":",
            "@",
            "[",
            "]",
            "::1",
            "|",
            "^",
            "{",
            "}",
            "<",
            "\\u00fc",
            "\\ud800",
            "xn--",
            "a",
            "127.0.0.1",
            ".",
            "..",
            "'",
            "\\\"",
            "`",
            ";",
            "=",
            "&",
            "+",
            "*",
            "\\uff0e",
            "%00",
            "e".repeat(70));
    for (var i = 0; i < 500; i++) {
      var value = new StringBuilder("http://127.0.0.1:1/");
      if (random.nextBoolean()) {
        value.setLength(0);
      }
      for (var n = random.nextInt(1, 8); n > 0; n--) {
        value.append(pieces.get(random.nextInt(pieces.size())));
      }
      answers.put("/", ok("{\"t\": \"%s\"}".formatted(value)));

      var run =
          prober.run(
              within(
                  Duration.ofMillis(500),
                  url("/"),
                  step("a", "/", json("t", "$.t")),
                  step("b", "{{t}}")));

      assertThat(run.failure().filter(f -> f.reason() == FailureReason.PROBER))
          .as("%s", value)
          .isEmpty();
    }
  }

  @Test
  void bracesInAValueMeanNothing() {
    answers.put("/", ok("{\"t\": \"{{u}}\", \"u\": \"{{t}}$1\\\\\"}"));

    var run =
        run(
            step("a", "/", json("t", "$.t"), json("u", "$.u")),
            sending("X-T", "{{t}} {{u}}", step("b", "/b/{{t}}")));

    assertThat(run.failure()).isEmpty();
    assertThat(heads.getLast())
        .startsWith("GET /b/%7B%7Bu%7D%7D HTTP/1.1\r\n")
        .contains("X-T: {{u}} {{t}}$1\\\r\n");
  }

  @Test
  void bracesThatWereFilledInByAVariableAreLeftAsTheyAre() {
    var run = run(posting("{{none}}", step("a", "/a/{{none}}", regexp("t", "$^"))));

    assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.CAPTURE);
    assertThat(heads.getFirst()).startsWith("POST /a/%7B%7Bnone%7D%7D ");
  }

  @Test
  void megabyteIsNoValue() {
    answers.put("/", ok("{\"t\": \"%s\"}".formatted("x".repeat(1 << 20))));

    assertThat(detail(step("a", "/", json("t", "$.t"))))
        .isEqualTo("step 1 'a': the capture t found more than 64 KiB");
    assertThat(detail(step("a", "/", regexp("t", "x+"))))
        .isEqualTo("step 1 'a': the capture t found more than 64 KiB");
  }

  @Test
  void valuesDoNotMultiplyWithoutBound() {
    answers.put("/", ok("{\"t\": \"%s\"}".formatted("x".repeat(64 * 1024))));

    assertThat(
            detail(step("a", "/", json("t", "$.t")), posting("{{t}}".repeat(17), step("b", "/"))))
        .isEqualTo("step 2 'b': the values in the body are longer than 1 MiB");
  }

  @Test
  void bodyIsKeptWithinABound_andItsTreeToo() {
    answers.put("/endless", ok("x".repeat(11 << 20)));
    answers.put("/wide", ok("[" + "{},".repeat(2_000_000) + "1]"));

    assertThat(detail(step("a", "/endless", regexp("t", "y"))))
        .isEqualTo("step 1 'a': the body is larger than 10485760 bytes");
    assertThat(detail(step("a", "/wide", json("t", "$[0]"))))
        .isEqualTo(
            "step 1 'a': the capture t found nothing: the body has more than 200,000 values");
  }

  @Test
  void secretsAreMaskedInAnswersAndSentences() {
    answers.put(
        "/",
        "HTTP/1.1 200 OK\r\nX-Auth: %s\r\nSet-Cookie: sid=%s\r\n\r\n{\"t\": \"%s\", \"id\": \"p-17-u\"}"
            .formatted("h-" + SECRET, "c-" + SECRET, SECRET));
    answers.put(
        "/echo/" + ENCODED,
        "HTTP/1.1 500 No\r\nX-Echo: %s\r\nX-Link: /echo/%s\r\n\r\n%s c-%s h-%s p-17-u"
            .formatted(SECRET, ENCODED, SECRET, SECRET, SECRET));
    var open = new Capture.Regexp("id", Pattern.compile("p-[^\"]+"), false);

    var run =
        run(
            step("a", "/", json("t", "$.t"), header("h", "X-Auth"), cookie("c", "sid"), open),
            step("b", "/echo/{{t}}"));

    assertThat(run.failure().orElseThrow().detail())
        .isEqualTo("step 2 'b': status 500, expected a 2xx");
    assertThat(run.answer().orElseThrow().bodyStart())
        .isEqualTo("<secret> <secret> <secret> p-17-u");
    assertThat(run.toString()).contains("X-Echo").doesNotContain(SECRET, ENCODED);
  }

  @Test
  void hopsGoOnOverTheSteps_andACapturedSecretIsMaskedInTheirUrls() {
    answers.put("/", ok("{\"t\": \"T0kenT0ken\"}"));
    answers.put("/go", "HTTP/1.1 302 Go\r\nLocation: /to/T0kenT0ken\r\n\r\n");

    var run = run(step("a", "/", json("t", "$.t")), step("b", "/go"), step("c", "/c"));

    assertThat(run.failure()).isEmpty();
    assertThat(run.hops()).extracting(HopFacts::hop).containsExactly(1, 2);
    assertThat(run.hops()).extracting(HopFacts::url).last().asString().endsWith("/to/<secret>");
  }

  @Test
  void secretHostIsMaskedInASentence() {
    answers.put("/", ok("{\"t\": \"http://secret-host.invalid/\"}"));

    var run = run(step("a", "/", json("t", "$.t")), step("b", "{{t}}"));
    assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.NAME_NOT_RESOLVED);

    answers.put("/", ok("{\"t\": \"secret-host.invalid\"}"));
    var host = run(step("a", "/", json("t", "$.t")), step("b", "http://{{t}}/"));
    assertThat(host.failure().orElseThrow().reason()).isEqualTo(FailureReason.NAME_NOT_RESOLVED);
    assertThat(host.toString()).contains("<secret>").doesNotContain("secret-host");
  }

  @Test
  void whatTheFailingStepWouldHaveCapturedIsMaskedToo() {
    answers.put(
        "/", "HTTP/1.1 500 No\r\nX-Auth: h-%s\r\n\r\n{\"t\": \"%s\"}".formatted(SECRET, SECRET));

    for (var captures :
        List.of(
            new Capture[] {json("t", "$.t"), header("h", "X-Auth")},
            new Capture[] {regexp("t", "S3[^\"]*"), header("h", "X-Auth"), json("no", "$.no")})) {
      var run = run(step("a", "/", captures));

      assertThat(run.success()).isFalse();
      assertThat(run.toString()).contains("<secret>").doesNotContain(SECRET);
    }
  }

  @Test
  void bodyThatMayHoldASecretNobodyCanFindIsNotShown() {
    answers.put("/", ok("{\"t\": \"%s\"} trailing".formatted(SECRET)));
    answers.put(
        "/cut", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nt=\"" + SECRET.substring(0, 9));
    answers.put("/page", "HTTP/1.1 502 No\r\n\r\n<html>bad gateway");
    answers.put("/error", "HTTP/1.1 502 No\r\n\r\n{\"error\": \"bad gateway\"}");

    assertThat(shown(step("a", "/", json("t", "$.t")))).isEmpty();
    assertThat(shown(step("a", "/cut", regexp("t", "t=\"([^\"]+)\"")))).isEmpty();
    assertThat(shown(step("a", "/page", json("t", "$.t")))).isEmpty();
    assertThat(shown(step("a", "/page", regexp("t", "t=(.*)")))).isEmpty();
    assertThat(shown(step("a", "/error", json("t", "$.t")))).isEmpty();
    assertThat(shown(step("a", "/page", new Capture.Regexp("t", Pattern.compile("t=.*"), false))))
        .isEqualTo("<html>bad gateway");
  }

  @Test
  void answerInWhichAMisspeltCaptureFindsNothingIsWithheld_andThatIsSaid() {
    answers.put("/", ok("{\"data\": {\"token\": \"%s\"}}".formatted(SECRET)));
    answers.put("/head", "HTTP/1.1 200 OK\r\nX-Auth: %s\r\n\r\nfine".formatted(SECRET));

    for (var capture : List.of(json("t", "$.data.tokn"), regexp("t", "tokn\": \"([^\"]+)"))) {
      var run = run(step("login", "/", capture));

      assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.CAPTURE);
      assertThat(run.answer().orElseThrow().notes())
          .containsExactly("body withheld: a capture of this step found nothing in it");
      assertThat(run.toString()).doesNotContain(SECRET);
    }
    var run = run(step("login", "/head", header("t", "X-Auht")));
    assertThat(run.answer().orElseThrow().notes())
        .containsExactly("header values withheld: a capture of this step found nothing in them");
    assertThat(run.answer().orElseThrow().bodyStart()).isEqualTo("fine");
    assertThat(run.toString()).contains("X-Auth").doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"t\": {\"value\": \"S3cr3t/&Token\"}}",
        "{\"t\": [\"S3cr3t/&Token\"]}",
        "\n{\"t\": \"S3cr3t/&Token\", }",
        "<b>Warning</b> {\"t\": \"S3cr3t/&Token\"}",
        "LONG"
      })
  void bodyWithASecretThatIsOfNoUseIsNotShown(String body) {
    var sent =
        body.equals("LONG") ? "{\"t\": \"%s%s\"}".formatted(SECRET, "x".repeat(64 * 1024)) : body;
    answers.put("/", ok(sent));

    var run = run(step("a", "/", json("t", "$.t")));

    assertThat(run.failure().orElseThrow().reason()).isEqualTo(FailureReason.CAPTURE);
    assertThat(run.answer().orElseThrow().bodyStart()).isEmpty();
    assertThat(run.toString()).doesNotContain(SECRET);
  }

  private String shown(HttpStep step) {
    return run(step).answer().orElseThrow().bodyStart();
  }

  @Test
  void secretStaysWithTheHostOfItsStep() throws IOException {
    try (var foreign = new HostileServer(this::answer)) {
      answers.put("/", ok("{\"t\": \"%s\"}".formatted(SECRET)));
      answers.put(
          "/away",
          "HTTP/1.1 302 Found\r\nLocation: http://localhost:%d/there\r\n\r\n"
              .formatted(foreign.port()));

      run(step("a", "/", json("t", "$.t")), sending("X-Token", "{{t}}", step("b", "/away")));

      assertThat(heads).filteredOn(head -> head.contains(SECRET)).hasSize(1);
      assertThat(heads)
          .filteredOn(head -> head.contains("/there"))
          .noneMatch(h -> h.contains(SECRET));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void secretBodyStaysWithTheHostOfItsStep(int status) throws IOException {
    try (var foreign = new HostileServer(this::answer)) {
      answers.put("/", ok("{\"t\": \"%s\"}".formatted(SECRET)));
      answers.put(
          "/away",
          "HTTP/1.1 %d Away\r\nLocation: http://localhost:%d/there\r\n\r\n"
              .formatted(status, foreign.port()));
      answers.put("/near", "HTTP/1.1 %d Near\r\nLocation: /here\r\n\r\n".formatted(status));

      var away = run(step("a", "/", json("t", "$.t")), posting("t={{t}}", step("b", "/away")));
      var near = run(step("a", "/", json("t", "$.t")), posting("t={{t}}", step("b", "/near")));
      var open = run(posting("anybody's", step("a", "/away")));

      assertThat(away.failure().orElseThrow().reason()).isEqualTo(FailureReason.REDIRECT);
      assertThat(away.failure().orElseThrow().detail())
          .isEqualTo(
              "step 2 'b': the redirect (%d) leads to another host or out of TLS, where the body, a secret, is not sent"
                  .formatted(status));
      assertThat(near.failure()).isEmpty();
      assertThat(open.failure()).isEmpty();
      assertThat(heads).filteredOn(head -> head.contains("/there")).hasSize(1);
      assertThat(heads).filteredOn(head -> head.startsWith("POST /here")).hasSize(1);
    }
  }

  @Test
  void goodRunKeepsNothingOfWhatItCaptured() {
    answers.put("/", ok("{\"t\": \"%s\"}".formatted(SECRET)));

    var run = run(step("a", "/", json("t", "$.t")), step("b", "/b/{{t}}"));

    assertThat(run.outcome()).isEqualTo(new ProbeOutcome.Up());
    assertThat(run.toString()).doesNotContain(SECRET, ENCODED);
  }

  @Test
  void checkThatFailsAfterwardsShowsNoSecret() {
    answers.put("/", ok("{\"t\": \"%s\"}".formatted(SECRET)));

    var run = run(expecting(Specs.bodyHas("none"), step("a", "/", json("t", "$.t"))));

    assertThat(run.toString()).contains("<secret>").doesNotContain(SECRET);
  }

  private String detail(HttpStep... steps) {
    return run(steps).failure().orElseThrow().detail();
  }

  private ProbeRun run(HttpStep... steps) {
    return prober.run(steps(url("/"), steps));
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(body.getBytes(StandardCharsets.UTF_8).length, body);
  }
}
