/// The plan by which records are converted, from a stream's configuration and a table to the bytes
/// of objects.
@NullMarked
package io.hydrant.core.conversion.plan;

import org.jspecify.annotations.NullMarked;
