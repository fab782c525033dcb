/// What every command shares: what surrounds it, how it ends, and how it is stopped.
@NullMarked
package io.hydrant.cli.program;

import org.jspecify.annotations.NullMarked;
