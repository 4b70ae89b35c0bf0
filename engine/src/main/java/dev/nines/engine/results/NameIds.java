package dev.nines.engine.results;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The numbers under which probes, locations and criteria stand in the database. Thread-safe; a name
 * keeps its number for ever.
 */
public final class NameIds {
  private final Jdbi jdbi;
  private final Map<String, Integer> probes = new ConcurrentHashMap<>();
  private final Map<String, Integer> locations = new ConcurrentHashMap<>();
  private final Map<String, Integer> criteria = new ConcurrentHashMap<>();

  /**
   * Reads from and adds to a database.
   *
   * @param jdbi the database
   */
  public NameIds(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * A probe's number.
   *
   * @param name the probe
   * @return its number, given now where it had none
   */
  public int probe(String name) {
    return number(probes, "probe", "name", name);
  }

  /**
   * A location's number.
   *
   * @param name the location
   * @return its number, given now where it had none
   */
  public int location(String name) {
    return number(locations, "location", "name", name);
  }

  /**
   * A criterion's number.
   *
   * @param text its canonical text
   * @return its number, given now where it had none
   */
  public int criterion(String text) {
    return number(criteria, "criterion", "text", text);
  }

  /** In transactions of its own: a number must not vanish with somebody else's roll-back. */
  private int number(Map<String, Integer> known, String table, String column, String name) {
    var id = known.get(name);
    if (id == null && known.isEmpty()) { // at a start thousands are asked for, one by one
      known.putAll(all(table, column));
      id = known.get(name);
    }
    if (id == null) {
      id =
          jdbi.withHandle(handle -> {
            var found = find(handle, table, column, name);
            if (found.isPresent()) {
              return found.get();
            }
            handle
                .createUpdate(
                    "insert into <table> (<column>) values (:name) on conflict do nothing")
                .define("table", table)
                .define("column", column)
                .bind("name", name)
                .execute();
            return find(handle, table, column, name).orElseThrow();
          });
      known.put(name, id);
    }
    return id;
  }

  private Map<String, Integer> all(String table, String column) {
    var ids = new HashMap<String, Integer>();
    jdbi.useHandle(handle ->
        handle
            .createQuery("select <column>, id from <table>")
            .define("table", table)
            .define("column", column)
            .map((rs, _) -> ids.put(rs.getString(1), rs.getInt(2)))
            .forEach(_ -> {}));
    return ids;
  }

  private static Optional<Integer> find(Handle handle, String table, String column, String name) {
    return handle
        .createQuery("select id from <table> where <column> = :name")
        .define("table", table)
        .define("column", column)
        .bind("name", name)
        .mapTo(Integer.class)
        .findOne();
  }
}
