/// The settings of destinations: values without a wire form.
@NullMarked
package io.hydrant.core.stream.destination;

import org.jspecify.annotations.NullMarked;
