/// Reads Firehose's error objects and sends their original records again, each once.
@NullMarked
package io.hydrant.cli.redrive;

import org.jspecify.annotations.NullMarked;
