/// JSON, by the names that Parquet gives to its own copy of Jackson: just so much of it as is named
/// by the class of a file's metadata, which can print itself and is never asked to. The copy is
/// left out: it has 2 MB.
@NullMarked
package shaded.parquet.com.fasterxml.jackson.databind;

import org.jspecify.annotations.NullMarked;
