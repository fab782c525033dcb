/// One class per operation.
@NullMarked
package io.hydrant.server.cloudformation;

import org.jspecify.annotations.NullMarked;
