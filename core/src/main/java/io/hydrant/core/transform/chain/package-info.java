/// The processors that may drop, split, partition or fail records, in AWS's order:
/// [io.hydrant.core.transform.chain.Chain].
@NullMarked
package io.hydrant.core.transform.chain;

import org.jspecify.annotations.NullMarked;
