/// One class per operation.
@NullMarked
package io.hydrant.server.iam;

import org.jspecify.annotations.NullMarked;
