/// One class per operation.
@NullMarked
package io.hydrant.server.s3;

import org.jspecify.annotations.NullMarked;
