package dev.nines.probe;

import java.util.List;

/**
 * One request of an HTTP transaction, and what must come back.
 *
 * @param name unique among the steps of a probe
 * @param url absolute, or relative to the probe's target; may hold <code>{{name}}</code>
 * @param http what is asked; its headers, its body and its credentials may hold <code>{{name}}
 *     </code>
 * @param captures the values that later steps need
 */
public record HttpStep(String name, String url, HttpModule http, List<Capture> captures) {
  /** Copies the captures. */
  public HttpStep {
    captures = List.copyOf(captures);
  }
}
