/// Parquet and ORC, whoever wrote them, as rows of JSON. Files come from anybody: what they say of
/// themselves is never believed before room is taken for it.
@NullMarked
package io.hydrant.columnar.reading;

import org.jspecify.annotations.NullMarked;
