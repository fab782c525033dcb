/// The data catalog of AWS Glue: databases, their tables, and what these were before.
@NullMarked
package io.hydrant.core.glue;

import org.jspecify.annotations.NullMarked;
