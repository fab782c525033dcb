/// What CloudWatch tells of Firehose: metrics are read here as they are read there.
@NullMarked
package io.hydrant.server.monitoring;

import org.jspecify.annotations.NullMarked;
