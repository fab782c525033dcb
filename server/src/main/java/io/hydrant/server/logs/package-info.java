/// CloudWatch Logs' operations.
@NullMarked
package io.hydrant.server.logs;

import org.jspecify.annotations.NullMarked;
