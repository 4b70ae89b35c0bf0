/**
 * The database under Nines: the data folder with its lock, the PostgreSQL Nines starts there when
 * it is given none, and the connection pool with the migrated schema. The tables' meaning is not
 * known here.
 */
@NullMarked
package dev.nines.engine.database;

import org.jspecify.annotations.NullMarked;
