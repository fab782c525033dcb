/// Functions: invoked over the Lambda API, or run here as processes.
@NullMarked
package io.hydrant.lambda;

import org.jspecify.annotations.NullMarked;
