/// What a server counts, kept and shown.
@NullMarked
package io.hydrant.server.metrics;

import org.jspecify.annotations.NullMarked;
