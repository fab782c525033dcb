@org.jspecify.annotations.NullMarked
package io.hydrant.bench.cluster;
