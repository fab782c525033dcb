/// The load driver: asks a Firehose-compatible server as fast as it can, at a cost of its own that
/// hardly counts.
@org.jspecify.annotations.NullMarked
package io.hydrant.bench.load;
