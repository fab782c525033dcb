/// Stacks: deployed and deleted while one watches.
@NullMarked
package io.hydrant.cli.stack;

import org.jspecify.annotations.NullMarked;
