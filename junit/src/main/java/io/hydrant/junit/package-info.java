/// A Hydrant for tests: a fresh server on a free port, with a folder of its own that goes with it.
@NullMarked
package io.hydrant.junit;

import org.jspecify.annotations.NullMarked;
