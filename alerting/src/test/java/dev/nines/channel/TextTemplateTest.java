package dev.nines.channel;

import static dev.nines.channel.Notifications.OPENED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nines.channel.TextTemplate.Unusable;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTemplateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${service} is ${severity} since ${since} | shop is critical since 2026-11-24 11:59:00 UTC",
        "#${incident} ${state}<#if over> over</#if> | #42 open",
        "<#list causes as cause>${cause}<#sep>, </#list> | probe web is down, no answer",
        "${labels.team!'nobody'} ${labels.none!'nobody'} | payments nobody",
        "${severity?upper_case} ${runbook?has_content?then(runbook, 'no runbook')} | CRITICAL no runbook",
        "${type} ${url} | incident.opened http://localhost:8080/incidents/42",
        "${title} | [CRITICAL] Shop: incident #42 opened",
      })
  void templateSeesWhatIsKnown(String source, String expected) throws Unusable {
    assertThat(TextTemplate.of(source).render(shop(), ZoneOffset.UTC)).isEqualTo(expected);
  }

  @Test
  void timesAreThoseOfTheZone() throws Unusable {
    assertThat(TextTemplate.of("${since}").render(OPENED, ZoneId.of("Europe/Berlin")))
        .isEqualTo("2026-11-24 12:59:00 CET");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${servise} | line 1: nothing is known as servise (told of incident.opened)",
        "${service | line 1, column",
        "<#if over>x | line 1, column",
        "<#assign x = 1>${x} | not allowed here: <#assign",
        "<#include '/etc/passwd'> | not allowed here: <#include",
        "<#import 'a' as a> | not allowed here: <#import",
        "<#ftl output_format='HTML'> | not allowed here: <#ftl",
        "<@x/> | not allowed here: <@x",
        "${'freemarker.template.utility.Execute'?new()('id')} | not allowed here: ?new",
        "${service?api.class} | not allowed here: ?api",
        "${'1+1'?eval} | not allowed here: ?eval",
        "${'x'?interpret} | not allowed here: ?interpret",
        "${'x' ? left_pad(1000000000)} | not allowed here: ?left_pad",
        "${(1..1000000000)?join('')} | not allowed here: ?join",
        "${.data_model} | line 1",
        "${service.class} | line 1",
        "${labels.getClass()} | line 1",
      })
  void whatIsWrongOrLeavesTheSandboxIsRefused(String source, String why) {
    assertThatExceptionOfType(Unusable.class)
        .isThrownBy(() -> TextTemplate.of(source))
        .satisfies(e -> assertThat(e.getMessage()).contains(why).doesNotContain("\n"));
  }

  @Test
  void faultIsToldOfTheTypeThatShowsIt() {
    assertThatExceptionOfType(Unusable.class)
        .isThrownBy(() -> TextTemplate.of("<#if over>\n${nothing}</#if>"))
        .withMessageContaining("line 2")
        .withMessageContaining("told of incident.resolved");
  }

  @Test
  @Timeout(20)
  void endlessTemplateIsStopped() {
    assertThatExceptionOfType(Unusable.class)
        .isThrownBy(() -> TextTemplate.of("<#list 1..2000000000 as x></#list>"))
        .withMessageContaining("takes longer than 1000 ms");
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().equals("template"))
        .allSatisfy(thread -> assertThat(thread.join(Duration.ofSeconds(5))).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<#list 1..100000 as x>long</#list>"})
  void longTextIsRefused(String source) {
    assertThatExceptionOfType(Unusable.class)
        .isThrownBy(() -> TextTemplate.of(source))
        .withMessageContaining("makes more than 8000 characters");
  }

  @Test
  void longSourceIsRefused() {
    assertThatExceptionOfType(Unusable.class)
        .isThrownBy(() -> TextTemplate.of("x".repeat(8_001)))
        .withMessage("longer than 8000 characters");
  }

  @Test
  void failedTemplateGivesWayToTheUsualWords() throws Unusable {
    // Good for every sample, which has no such label, and bad for this one.
    var fragile = TextTemplate.of("<#if labels.team??>${labels.other}</#if>x");
    var words =
        new Templates(Optional.of(fragile), Optional.of(fragile)).wording(shop(), ZoneOffset.UTC);

    assertThat(words).isEqualTo(Wording.of(shop(), ZoneOffset.UTC));
  }

  private static Notification shop() {
    var about = OPENED.incident().orElseThrow();
    return new Notification(
            OPENED.key(),
            OPENED.type(),
            OPENED.at(),
            OPENED.service(),
            OPENED.severity(),
            OPENED.summary(),
            OPENED.url(),
            Optional.of(
                new Notification.About(
                    about.id(),
                    about.state(),
                    about.times(),
                    Optional.empty(),
                    List.of("probe web is down", "no answer"),
                    List.of("local"))))
        .with(
            new Background("Shop", Map.of("team", "payments"), Optional.empty(), Optional.empty()));
  }
}
