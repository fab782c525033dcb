/// Data format conversion: records are read into rows of a table's columns, which a columnar format
/// writes.
@NullMarked
package io.hydrant.core.conversion;

import org.jspecify.annotations.NullMarked;
