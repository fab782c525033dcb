/// Settings and wiring: the one class that puts the parts together.
@NullMarked
package io.hydrant.server;

import org.jspecify.annotations.NullMarked;
