package dev.nines.probe;

/**
 * One header of a request; a name may come several times.
 *
 * @param name its name, as it is sent
 * @param value its value
 */
public record Header(String name, Content value) {
  /**
   * A header that anybody may see.
   *
   * @param name its name
   * @param value its value
   * @return the header
   */
  public static Header of(String name, String value) {
    return new Header(name, new Content.Text(value));
  }
}
