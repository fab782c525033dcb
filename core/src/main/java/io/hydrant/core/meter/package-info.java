/// Figures that are counted while work is done, and read by whoever shows them. Knows nothing of
/// what it counts.
@NullMarked
package io.hydrant.core.meter;

import org.jspecify.annotations.NullMarked;
