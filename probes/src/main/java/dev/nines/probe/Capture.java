package dev.nines.probe;

import com.google.re2j.Pattern;
import dev.nines.probe.json.JsonPathQuery;

/**
 * A value that a later step needs, and where it stands in the answer of this one. Its name stands
 * for it as <code>{{name}}</code> in the URL, the headers, the body and the credentials of the
 * steps after it.
 */
public sealed interface Capture {
  /** {@return what later steps call the value; unique among the steps of a probe} */
  String name();

  /** {@return whether nobody may see the value, as nobody may unless that is declared} */
  boolean secret();

  /**
   * A value in a JSON body.
   *
   * @param name what later steps call it
   * @param path leads to a text, a number or a truth; the first of several counts
   * @param secret whether nobody may see it
   */
  record Json(String name, JsonPathQuery path, boolean secret) implements Capture {}

  /**
   * The first value of a header of the last answer.
   *
   * @param name what later steps call it
   * @param header the header's name
   * @param secret whether nobody may see it
   */
  record HeaderValue(String name, String header, boolean secret) implements Capture {}

  /**
   * What a pattern finds first in the body.
   *
   * @param name what later steps call it
   * @param pattern its first group is the value, or the whole match where it has none
   * @param secret whether nobody may see it
   */
  record Regexp(String name, Pattern pattern, boolean secret) implements Capture {}

  /**
   * The value of a cookie that the answer sets, or a redirect on the way to it. No cookie is sent
   * unless a later step does so by a header of its own.
   *
   * @param name what later steps call it
   * @param cookie the cookie's name
   * @param secret whether nobody may see it
   */
  record Cookie(String name, String cookie, boolean secret) implements Capture {}
}
