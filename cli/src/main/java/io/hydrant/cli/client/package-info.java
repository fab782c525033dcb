/// Whom the commands talk to, and as whom.
@NullMarked
package io.hydrant.cli.client;

import org.jspecify.annotations.NullMarked;
