/// The catalog in a PostgreSQL database, shared by nodes. Loaded only when a server is given one.
@NullMarked
package io.hydrant.postgresql;

import org.jspecify.annotations.NullMarked;
