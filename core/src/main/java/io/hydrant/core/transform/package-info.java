/// What is done to records on their way into objects.
@NullMarked
package io.hydrant.core.transform;

import org.jspecify.annotations.NullMarked;
