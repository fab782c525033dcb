/// Rows out of CSV files, and records out of rows.
@NullMarked
package io.hydrant.cli.table;

import org.jspecify.annotations.NullMarked;
