/// Parquet and ORC, written and read without Hadoop. Loaded when the first stream converts its
/// records, and when somebody looks into such an object.
@NullMarked
package io.hydrant.columnar;

import org.jspecify.annotations.NullMarked;
