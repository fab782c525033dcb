/// Buffer, encode, name, store, checkpoint.
@NullMarked
package io.hydrant.core.delivery;

import org.jspecify.annotations.NullMarked;
