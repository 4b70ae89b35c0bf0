package dev.nines.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nines.engine.telemetry.OtelEnvironment.Signal;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.net.ConnectException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CollectorLogTest {
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(CollectorLog.class);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final CollectorLog told = new CollectorLog(Signal.TRACES, "the collector at c:4318");

  @BeforeEach
  void listen() {
    log.start();
    LOGGER.addAppender(log);
    LOGGER.setLevel(Level.INFO);
  }

  @AfterEach
  void listenNoMore() {
    LOGGER.detachAppender(log);
    LOGGER.setLevel(null);
  }

  private List<String> lines() {
    return log.list.stream()
        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
        .toList();
  }

  private static CompletableResultCode refused() {
    return CompletableResultCode.ofExceptionalFailure(new ConnectException("Connection refused"));
  }

  @Test
  void failureIsToldOnce_andItsEndOnce() {
    told.heard(CompletableResultCode.ofSuccess());
    told.heard(refused());
    told.heard(CompletableResultCode.ofFailure());
    told.heard(CompletableResultCode.ofSuccess());
    told.heard(CompletableResultCode.ofSuccess());

    assertThat(lines())
        .containsExactly(
            "WARN the collector at c:4318 does not take traces, and what does not fit the queue"
                + " meanwhile is lost: Connection refused",
            "INFO the collector at c:4318 takes traces again");
    assertThat(log.list).allMatch(line -> line.getThrowableProxy() == null);
  }

  @Test
  void nextFailureIsToldAgain_andOneWithoutACauseIsAnAnswerThatDidNotCome() {
    told.heard(refused());
    told.heard(CompletableResultCode.ofSuccess());
    told.heard(CompletableResultCode.ofFailure());

    assertThat(lines()).hasSize(3).last().asString().endsWith("lost: no answer in time");
  }
}
