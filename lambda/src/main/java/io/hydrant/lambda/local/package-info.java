/// Functions that run here, as processes of their own that speak the Lambda Runtime API.
@NullMarked
package io.hydrant.lambda.local;

import org.jspecify.annotations.NullMarked;
