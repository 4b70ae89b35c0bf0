package dev.nines.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Debian's promtool, which evaluates rules over made-up series as Prometheus does. */
final class Promtool {
  private static final String FIRING =
      "count by (alertname, sloth_slo, sloth_severity) (ALERTS{alertstate=\"firing\"})";
  private static final Pattern AT = Pattern.compile("time: ((?:\\d+h)?(?:\\d+m)?(?:0s)?),");
  private static final Pattern GROUP = Pattern.compile("(?m)^- name: (.*)$");
  private static final Pattern ALERT =
      Pattern.compile(
          "\\{alertname=\"([^\"]*)\", sloth_severity=\"([^\"]*)\", sloth_slo=\"([^\"]*)\"}");

  private Promtool() {}

  /** Said what is wrong with rules, and whether there is anything. */
  record Verdict(int exit, String said) {}

  /**
   * A series with a value each minute.
   *
   * @param selector its name and labels
   * @param values from minute 0
   */
  record Series(String selector, List<Double> values) {
    /** A counter that grows in minute m by {@code growth(m)}. */
    static Series counter(String selector, int minutes, IntToDoubleFunction growth) {
      var sum = new double[] {0};
      return new Series(
          selector,
          IntStream.range(0, minutes)
              .mapToObj(minute -> {
                var value = sum[0];
                sum[0] += growth.applyAsDouble(minute);
                return value;
              })
              .toList());
    }

    static Series gauge(String selector, int minutes, IntToDoubleFunction value) {
      return new Series(
          selector, IntStream.range(0, minutes).mapToObj(value::applyAsDouble).toList());
    }

    private String yaml() {
      return "  - series: '%s'\n    values: '%s'\n"
          .formatted(
              selector, values.stream().map(Promtool::plain).collect(Collectors.joining(" ")));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  static Verdict run(String... arguments) throws IOException, InterruptedException {
    var promtool =
        new ProcessBuilder(
                Stream.concat(Stream.of(Peers.program("promtool").toString()), Stream.of(arguments))
                    .toList())
            .redirectErrorStream(true)
            .start();
    var said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Verdict(promtool.waitFor(), said);
  }

  static void check(Path rules) throws IOException, InterruptedException {
    var verdict = run("check", "rules", "--lint=all", "--lint-fatal", rules.toString());
    assertThat(verdict.exit()).as(verdict.said()).isZero();
  }

  /**
   * Evaluates rules each minute.
   *
   * @return the alerts that fire, by minute; nothing of a minute in which none does
   */
  static Map<Integer, String> firing(Path rules, List<Series> series, int minutes)
      throws IOException, InterruptedException {
    var questions =
        IntStream.range(0, minutes)
            .mapToObj(minute ->
                "  - {expr: '%s', eval_time: %dm, exp_samples: []}\n".formatted(FIRING, minute))
            .collect(Collectors.joining());
    var said = test(rules, "1m", series, questions).said();
    var firing = new TreeMap<Integer, String>();
    var minute = -1;
    for (var line : said.lines().toList()) {
      var at = AT.matcher(line);
      if (at.find()) {
        minute = minutes(at.group(1));
      } else if (line.contains("got:") && !line.endsWith("nil")) {
        var alerts =
            ALERT
                .matcher(line)
                .results()
                .map(alert -> String.join(" ", alert.group(3), alert.group(2), alert.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        firing.put(minute, String.join(", ", alerts));
      }
    }
    assertThat(firing).as(said).isNotEmpty();
    return firing;
  }

  static Verdict test(Path rules, String every, List<Series> series, String questions)
      throws IOException, InterruptedException {
    var file = Files.createTempFile(rules.toAbsolutePath().getParent(), "test", ".yml");
    Files.writeString(
        file,
        """
        rule_files: [%s]
        evaluation_interval: %s
        group_eval_order: [%s]
        tests:
        - interval: 1m
          input_series:
        %s  promql_expr_test:
        %s\
        """
            .formatted(
                rules.toAbsolutePath(),
                every,
                String.join(", ", groups(rules)),
                series.stream().map(Series::yaml).collect(Collectors.joining()),
                questions));
    return run("test", "rules", file.toString());
  }

  /** Promtool takes them in any order, so that an alert may see the last minute's ratios. */
  private static List<String> groups(Path rules) throws IOException {
    return GROUP.matcher(Files.readString(rules)).results().map(name -> name.group(1)).toList();
  }

  private static int minutes(String goDuration) {
    var hours =
        goDuration.contains("h") ? goDuration.split("h", 2) : new String[] {"0", goDuration};
    var minutes = hours[1].contains("m") ? hours[1].split("m", 2)[0] : "0";
    return Integer.parseInt(hours[0]) * 60 + Integer.parseInt(minutes);
  }
}
