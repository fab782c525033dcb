/// What conversion to Parquet and ORC costs, beside another program that does the same.
@org.jspecify.annotations.NullMarked
package io.hydrant.bench.conversion;
