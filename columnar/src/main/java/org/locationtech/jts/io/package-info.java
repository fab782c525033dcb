/// The reading of geometries, by the names that JTS gives it: just so much of it as is named by
/// Parquet's statistics of columns. No type of Hive's is a geometry, and JTS itself is left out.
@NullMarked
package org.locationtech.jts.io;

import org.jspecify.annotations.NullMarked;
