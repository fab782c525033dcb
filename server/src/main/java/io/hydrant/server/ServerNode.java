package io.hydrant.server;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.server.cluster.Cluster;
import io.hydrant.server.cluster.ClusterNode;
import io.hydrant.server.metrics.NodeFigures;
import java.util.List;

/// A server as a node of a cluster, for metrics.
record ServerNode(Cluster cluster, DeliveryEngine engine, Database catalog, Readiness readiness) {
    NodeFigures figures() {
        List<ClusterNode> nodes = cluster.seen();
        ClusterNode self = cluster.self();
        long gone = nodes.stream().filter(ClusterNode::isGone).count();
        return new NodeFigures(
                cluster.id(),
                cluster.name(),
                nodes.size() - gone,
                gone,
                cluster.owned(),
                engine.takenOver(),
                engine.overtaken(),
                catalog.silence().toMillis() / 1000.0,
                readiness.kafkaTrouble().isEmpty(),
                self.store().failingSince().isEmpty(),
                self.store().standsAside(),
                self.clockAhead().toMillis() / 1000.0);
    }
}
