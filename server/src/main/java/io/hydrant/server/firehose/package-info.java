/// One class per operation.
@NullMarked
package io.hydrant.server.firehose;

import org.jspecify.annotations.NullMarked;
