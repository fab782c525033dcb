/// Values, by the names that Hadoop gives them: just so much of it as the writers and readers of
/// ORC and Parquet name. Hadoop itself is left out: it has 50 MB, and its file systems do not work
/// with today's Java.
@NullMarked
package org.apache.hadoop.io;

import org.jspecify.annotations.NullMarked;
