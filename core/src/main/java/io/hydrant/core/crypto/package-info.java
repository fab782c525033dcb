/// What lies encrypted on disk: the master key, the keys that it wraps, and where others come from.
@NullMarked
package io.hydrant.core.crypto;

import org.jspecify.annotations.NullMarked;
