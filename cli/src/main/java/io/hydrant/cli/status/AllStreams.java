package io.hydrant.cli.status;

import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.terminal.Figures;

/// All streams in a line.
final class AllStreams {
    private AllStreams() {}

    /// `12 streams, 1 in trouble, 1.20 MiB waiting, 3 nodes, 1 of them gone`
    static String of(ServerStatus answer) {
        if (answer.total() == 0) {
            return answer.complete()
                    ? "There are no delivery streams yet."
                    : "No delivery streams that this key may see.";
        }
        return Figures.count(answer.total(), "stream")
                + (answer.troubled() > 0
                        ? ", " + Figures.count(answer.troubled()) + " in trouble"
                        : "")
                + (answer.backlogBytes() > 0
                        ? ", " + Figures.bytes(answer.backlogBytes()) + " waiting"
                        : "")
                + answer.cluster().map(AllStreams::nodes).orElse("");
    }

    private static String nodes(ServerStatus.Cluster cluster) {
        return ", "
                + Figures.count(cluster.nodes().size(), "node")
                + (cluster.gone() > 0 ? ", " + Figures.count(cluster.gone()) + " of them gone" : "")
                + (cluster.inTouch() ? "" : ", out of touch with the database");
    }

    static String more(long count) {
        return "… and " + Figures.count(count) + " more";
    }
}
