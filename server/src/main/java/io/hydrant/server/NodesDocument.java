package io.hydrant.server;

import io.hydrant.server.cluster.Cluster;
import io.hydrant.server.cluster.ClusterNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The nodes that share the streams, as JSON.
final class NodesDocument {
    private NodesDocument() {}

    static void add(Cluster cluster, ObjectNode page) {
        ObjectNode to = page.putObject("cluster");
        to.put("node", cluster.id());
        to.put("inTouch", cluster.isInTouch());
        ArrayNode nodes = to.putArray("nodes");
        cluster.nodes().forEach(share -> describe(share, nodes.addObject()));
    }

    private static void describe(Cluster.Share share, ObjectNode to) {
        ClusterNode node = share.node();
        to.put("id", node.id());
        to.put("name", node.name());
        to.put("endpoint", node.endpoint());
        to.put("version", node.version());
        to.put("started", node.started().toString());
        to.put("seen", node.seen().toString());
        to.put("silentSeconds", node.silent().toMillis() / 1000.0);
        to.put("gone", node.isGone());
        to.put("clockAheadSeconds", node.clockAhead().toMillis() / 1000.0);
        to.put("clockOff", node.isClockOff());
        to.put("standsAside", node.store().standsAside());
        node.store()
                .failingSince()
                .ifPresent(since ->
                        to.put("storeFailingSince", since.toString())
                                .put("storeTrouble", node.store().words()));
        to.put("streams", share.streams());
        to.put("backlogRecords", share.backlogRecords());
        to.put("backlogBytes", share.backlogBytes());
    }
}
