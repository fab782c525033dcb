/// What people see: lines, colours, and a line that changes in place.
@NullMarked
package io.hydrant.cli.terminal;

import org.jspecify.annotations.NullMarked;
