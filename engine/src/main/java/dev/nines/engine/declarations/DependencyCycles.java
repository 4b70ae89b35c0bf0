package dev.nines.engine.declarations;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.nines.engine.catalog.Subject;
import dev.nines.engine.declarations.kinds.ProbeDraft;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds probes that wait for themselves. A depth-first walk with its own stack, so that a long
 * chain does not need a deep one of the thread's.
 */
final class DependencyCycles {
  private final Map<Subject, ProbeDraft> probes;
  private final Map<Subject, List<Subject>> edges = new LinkedHashMap<>();
  private final Set<Subject> done = new HashSet<>();

  DependencyCycles(List<ProbeDraft> drafts) {
    probes =
        drafts.stream()
            .collect(toMap(DependencyCycles::subject, d -> d, (a, _) -> a, LinkedHashMap::new));
    probes.forEach((subject, draft) ->
        edges.put(
            subject, draft.dependencies().stream().map(ProbeDraft.Dependency::subject).toList()));
    drafts.stream()
        .collect(groupingBy(draft -> draft.probe().service()))
        .forEach((service, its) ->
            edges.put(
                new Subject(Subject.Kind.SERVICE, service),
                its.stream().map(DependencyCycles::subject).toList()));
  }

  private static Subject subject(ProbeDraft draft) {
    return new Subject(Subject.Kind.PROBE, draft.probe().name());
  }

  /** One fault a cycle, at the first probe of it that is met. */
  void report() {
    probes.keySet().forEach(this::walk);
  }

  private record Step(Subject at, Iterator<Subject> next) {}

  private void walk(Subject start) {
    var path = new ArrayDeque<Step>();
    var onPath = new HashSet<Subject>();
    enter(start, path, onPath);
    while (!path.isEmpty()) {
      var step = path.getLast();
      if (!step.next.hasNext()) {
        path.removeLast();
        onPath.remove(step.at);
        continue;
      }
      var next = step.next.next();
      if (onPath.contains(next)) {
        fault(next, path);
      } else {
        enter(next, path, onPath);
      }
    }
  }

  private void enter(Subject subject, Deque<Step> path, Set<Subject> onPath) {
    if (done.add(subject)) {
      onPath.add(subject);
      path.addLast(new Step(subject, edges.getOrDefault(subject, List.of()).iterator()));
    }
  }

  private void fault(Subject closing, Deque<Step> path) {
    var cycle =
        new ArrayList<>(path.stream().map(Step::at).dropWhile(s -> !s.equals(closing)).toList());
    cycle.add(closing);
    cycle.stream()
        .filter(probes::containsKey)
        .findFirst()
        .map(probes::get)
        .map(ProbeDraft::dependencies)
        .ifPresent(dependencies ->
            dependencies
                .getFirst()
                .named()
                .at()
                .fault(
                    "depends on itself: "
                        + cycle.stream().map(Subject::toString).collect(joining(" -> "))));
  }
}
