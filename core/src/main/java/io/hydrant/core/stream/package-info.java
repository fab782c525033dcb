/// Delivery streams and ingest.
@NullMarked
package io.hydrant.core.stream;

import org.jspecify.annotations.NullMarked;
