/// Servers that share one catalog, as people and pages see them: which nodes there are, which of
/// them delivers what, and how that goes. They hear of each other through the database alone.
@NullMarked
package io.hydrant.server.cluster;

import org.jspecify.annotations.NullMarked;
