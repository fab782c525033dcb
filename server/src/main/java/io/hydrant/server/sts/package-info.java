/// One class per operation.
@NullMarked
package io.hydrant.server.sts;

import org.jspecify.annotations.NullMarked;
