/// What the tests of several modules need alike. Knows nothing of Hydrant.
@NullMarked
package io.hydrant.testing;

import org.jspecify.annotations.NullMarked;
