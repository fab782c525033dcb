/// What a cluster costs: starts one on this machine, loads it, and kills its nodes.
@org.jspecify.annotations.NullMarked
package io.hydrant.bench.cluster;
