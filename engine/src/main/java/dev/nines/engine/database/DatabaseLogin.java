package dev.nines.engine.database;

import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where the database is and who we are there.
 *
 * @param url a PostgreSQL JDBC URL
 * @param user the role
 * @param password its password, empty when the server asks for none; never shown
 */
public record DatabaseLogin(String url, String user, String password) {
  /**
   * Checks the URL.
   *
   * @throws DatabaseException if {@code url} is not a PostgreSQL JDBC URL
   */
  public DatabaseLogin {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
    if (Driver.parseURL(url, null) == null) {
      throw new DatabaseException(
          "database.url is not of the form jdbc:postgresql://HOST[:PORT]/DATABASE: "
              + withoutParameters(url));
    }
  }

  /**
   * A login of which the URL may say a part.
   *
   * @param url a PostgreSQL JDBC URL
   * @param user the role, where the URL does not say
   * @param password its password, where the URL does not say
   * @return the login
   * @throws DatabaseException if {@code url} is not a PostgreSQL JDBC URL
   */
  public static DatabaseLogin of(String url, Optional<String> user, Optional<String> password) {
    return new DatabaseLogin(url, user.orElse(""), password.orElse(""));
  }

  /** {@return the server's host name or address; the first one when the URL names several} */
  public String host() {
    return first(PGProperty.PG_HOST);
  }

  /** {@return the server's port; the first one when the URL names several} */
  public int port() {
    return Integer.parseInt(first(PGProperty.PG_PORT));
  }

  /** {@return the URL without its parameters, which may hold a password} */
  public String address() {
    return withoutParameters(url);
  }

  @Override
  public String toString() {
    return user + " at " + address();
  }

  private String first(PGProperty property) {
    Properties parsed = Objects.requireNonNull(Driver.parseURL(url, null));
    var values = Objects.requireNonNull(property.getOrDefault(parsed));
    var comma = values.indexOf(',');
    return comma < 0 ? values : values.substring(0, comma);
  }

  private static String withoutParameters(String url) {
    var parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }
}
