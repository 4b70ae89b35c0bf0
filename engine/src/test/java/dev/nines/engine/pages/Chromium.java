package dev.nines.engine.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nines.engine.Peers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One tab of a real browser, led over its debugging port. */
public final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket tab;
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private String loaded = "";
  private int calls;

  private Chromium(Process process, int port) throws IOException, InterruptedException {
    this.process = process;
    var opened =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/json/new".formatted(port)))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
    var address = JSON.readTree(opened.body()).at("/webSocketDebuggerUrl").asText();
    tab = http.newWebSocketBuilder().buildAsync(URI.create(address), new Incoming(messages)).join();
    for (var domain : List.of("Page.enable", "Log.enable", "Runtime.enable")) {
      call(domain, JSON.createObjectNode());
    }
    call("Page.setLifecycleEventsEnabled", JSON.createObjectNode().put("enabled", true));
  }

  /**
   * Starts a browser, or skips the test where there is none.
   *
   * @param profile an empty folder for what it keeps
   */
  public static Chromium start(Path profile) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Peers.program("chromium").toString(),
                "--headless=new",
                "--no-sandbox", // which root has no right to
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output.txt").toFile())
            .start();
    var port = profile.resolve("DevToolsActivePort");
    Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(port));
    Awaitility.await().until(() -> Files.readAllLines(port).size() > 1);
    return new Chromium(process, Integer.parseInt(Files.readAllLines(port).getFirst()));
  }

  /** Opens a page and waits until it is loaded. */
  public void open(URI page, int width, int height, String colours) throws InterruptedException {
    var size = JSON.createObjectNode().put("width", width).put("height", height);
    call(
        "Emulation.setDeviceMetricsOverride",
        size.put("deviceScaleFactor", 1).put("mobile", false));
    var media = JSON.createObjectNode();
    media
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", colours);
    call("Emulation.setEmulatedMedia", media);
    complaints.clear();
    var opened = call("Page.navigate", JSON.createObjectNode().put("url", page.toString()));
    assertThat(opened.path("errorText").asText()).as("opening %s", page).isEmpty();
    // Only this page's own load counts: that of a form sent just before may still be on its way.
    var loader = opened.path("loaderId").asText();
    if (!loaded.equals(loader)) {
      await(_ -> loaded.equals(loader));
    }
  }

  /** Logs in by the page's own form, so that what is opened afterwards is opened by somebody. */
  public void logIn(URI page, String token) throws InterruptedException {
    open(page, 1_280, 900, "light");
    evaluate("document.querySelector('input[name=token]').value = '" + token + "'");
    evaluate(
        """
        (async () => {
          const body = new URLSearchParams(new FormData(document.querySelector('form.login')));
          return (await fetch('/login', {method: 'POST', body})).ok;
        })()
        """);
  }

  /** Clicks where a person would; what the click leads to is for the caller to wait for. */
  public void click(String selector) throws InterruptedException {
    evaluate("setTimeout(() => document.querySelector('%s').click(), 0)".formatted(selector));
  }

  /** {@return what a JavaScript expression comes to on the open page} */
  public JsonNode evaluate(String expression) throws InterruptedException {
    var result =
        call(
            "Runtime.evaluate",
            JSON.createObjectNode()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.at("/result/value");
  }

  /** Keeps a picture of the whole page for a person to look at. */
  public void picture(Path file) throws IOException, InterruptedException {
    var shot =
        call("Page.captureScreenshot", JSON.createObjectNode().put("captureBeyondViewport", true));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(shot.path("data").asText()));
  }

  /** {@return what the browser complains of the open page, such as a breach of its policy} */
  public List<String> complaints() throws InterruptedException {
    evaluate("0"); // what came before it has come
    return List.copyOf(complaints);
  }

  private JsonNode call(String method, ObjectNode parameters) throws InterruptedException {
    var id = ++calls;
    var message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    tab.sendText(message.toString(), true).join();
    var answer = await(received -> received.path("id").asInt() == id);
    if (answer.has("error")) {
      throw new AssertionError(method + ": " + answer.path("error"));
    }
    return answer.path("result");
  }

  private JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
    while (true) {
      var message = messages.poll(30, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("the browser does not answer");
      }
      listen(message);
      if (wanted.test(message)) {
        return message;
      }
    }
  }

  private void listen(JsonNode message) {
    switch (message.path("method").asText()) {
      case "Log.entryAdded" -> complaints.add(message.at("/params/entry/text").asText());
      case "Runtime.exceptionThrown" -> complaints.add(message.path("params").toString());
      case "Page.lifecycleEvent" -> {
        if (message.at("/params/name").asText().equals("load")) {
          loaded = message.at("/params/loaderId").asText();
        }
      }
      default -> {}
    }
  }

  /** Lets the browser clear up after itself, and makes sure that nothing of it stays. */
  @Override
  public void close() {
    var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    tab.sendText("{\"id\": 0, \"method\": \"Browser.close\"}", true);
    process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
    all.forEach(ProcessHandle::destroyForcibly);
    tab.abort();
    http.shutdownNow();
  }

  private static final class Incoming implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> messages;
    private final StringBuilder text = new StringBuilder();

    Incoming(BlockingQueue<JsonNode> messages) {
      this.messages = messages;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          messages.add(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
