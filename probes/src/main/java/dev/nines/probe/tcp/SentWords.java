package dev.nines.probe.tcp;

import dev.nines.probe.TcpModule;
import java.util.ArrayList;
import java.util.List;

/**
 * Which words of a dialogue may be passwords? All that it sends after the verb of each line, or
 * that stand alone in one, but for those that it openly expects: a peer may repeat them.
 */
final class SentWords {
  private SentWords() {}

  static List<String> of(List<TcpModule.Step> dialogue) {
    var words = new ArrayList<String>();
    for (var step : dialogue) {
      var template = step.expect().orElse(null) instanceof TcpModule.Expected.Line;
      step.send()
          .map(text -> template ? GroupTemplate.withoutGroups(text) : text)
          .ifPresent(text -> text.lines().map(String::strip).forEach(line -> add(line, words)));
    }
    words.removeIf(word -> dialogue.stream().anyMatch(step -> expects(step, word)));
    return words;
  }

  private static void add(String line, List<String> words) {
    words.add(line);
    var parts = line.split("\\s+", -1);
    for (var i = 1; i < parts.length; i++) {
      words.add(parts[i]);
    }
    if (parts.length > 2) {
      words.add(line.substring(parts[0].length()).strip());
    }
  }

  private static boolean expects(TcpModule.Step step, String word) {
    return switch (step.expect().orElse(null)) {
      case TcpModule.Expected.Line(var pattern) -> pattern.toString().contains(word);
      case TcpModule.Expected.Bytes(var text) -> text.contains(word);
      case null -> false;
    };
  }
}
