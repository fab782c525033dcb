package io.hydrant.server.metrics;

import java.util.List;

/// The metrics of a node that shares its streams with others.
final class NodeFamilies {
    private NodeFamilies() {}

    static List<Family> of(NodeFigures node) {
        return List.of(
                new Family.Gauge("hydrant_node_info", "1, with the node's id and name as labels")
                        .add(1, "node", node.id(), "name", node.name()),
                new Family.Gauge(
                                "hydrant_cluster_nodes",
                                "Nodes that share the streams, as this one sees them: heard of lately, or gone within a day")
                        .add(node.here(), "state", "here")
                        .add(node.gone(), "state", "gone"),
                new Family.Gauge(
                                "hydrant_node_owned_streams",
                                "Streams that this node delivers; shards of a stream count each")
                        .add(node.owned()),
                new Family.Counter(
                                "hydrant_node_takeovers",
                                "Streams that this node took over, also at its start")
                        .add(node.takenOver()),
                new Family.Counter(
                                "hydrant_node_lost_epochs",
                                "Streams that another node had taken over while this one still delivered them")
                        .add(node.overtaken()),
                new Family.Gauge(
                                "hydrant_node_database_silence_seconds",
                                "Since this node heard of the database")
                        .add(node.silenceSeconds()),
                new Family.Gauge(
                                "hydrant_node_kafka_in_touch",
                                "1 while a broker of Kafka answers this node")
                        .add(node.hasKafka() ? 1 : 0),
                new Family.Gauge(
                                "hydrant_node_store_in_touch",
                                "1 while the S3 can be used from this node, as its last call to it showed")
                        .add(node.hasStore() ? 1 : 0),
                new Family.Gauge(
                                "hydrant_node_stands_aside",
                                "1 while this node leaves delivery to others, who can use the S3 where it cannot")
                        .add(node.standsAside() ? 1 : 0),
                new Family.Gauge(
                                "hydrant_node_clock_ahead_seconds",
                                "How far this machine's clock is ahead of the database's; negative when it is behind")
                        .add(node.clockAheadSeconds()));
    }
}
