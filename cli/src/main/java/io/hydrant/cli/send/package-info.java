/// Records into a delivery stream: one by one, in batches, at a pace.
@NullMarked
package io.hydrant.cli.send;

import org.jspecify.annotations.NullMarked;
