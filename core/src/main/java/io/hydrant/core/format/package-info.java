/// Compression and object encodings.
@NullMarked
package io.hydrant.core.format;

import org.jspecify.annotations.NullMarked;
