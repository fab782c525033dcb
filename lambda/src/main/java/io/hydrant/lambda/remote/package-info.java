/// Functions elsewhere, invoked over the Lambda API.
@NullMarked
package io.hydrant.lambda.remote;

import org.jspecify.annotations.NullMarked;
