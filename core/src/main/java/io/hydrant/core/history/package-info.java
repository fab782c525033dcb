/// What was counted minute by minute, kept for a while: no promise rests on it.
@NullMarked
package io.hydrant.core.history;

import org.jspecify.annotations.NullMarked;
