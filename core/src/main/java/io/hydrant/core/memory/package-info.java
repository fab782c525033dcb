/// How much of the heap work may take at once.
@NullMarked
package io.hydrant.core.memory;

import org.jspecify.annotations.NullMarked;
