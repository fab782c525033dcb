/// Records through functions: the event, the answer, and when to ask again.
@NullMarked
package io.hydrant.core.transform.lambda;

import org.jspecify.annotations.NullMarked;
