/// The program as a process: driven by real clients, killed, accounted for.
@NullMarked
package io.hydrant.systemtest;

import org.jspecify.annotations.NullMarked;
