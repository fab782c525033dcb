/// Every file call we make; durable writes.
@NullMarked
package io.hydrant.core.disk;

import org.jspecify.annotations.NullMarked;
