@NullMarked
package io.hydrant.columnar;

import org.jspecify.annotations.NullMarked;
