package io.hydrant.server.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The delivery of a stream, or of one of its shards, as this node sees it, wherever it is
/// delivered.
///
/// @param report what its owner knows; empty when nobody has said so far
/// @param nodes who delivers it: shards of a stream may be delivered by several
/// @param asOf when that was so
/// @param nobody why nobody delivers it at present
/// @param shards each by itself, by the ids of their logs, where there are several
public record Seen(
        Optional<StreamReport> report,
        List<ClusterNode> nodes,
        Optional<Instant> asOf,
        Optional<String> nobody,
        Map<String, Seen> shards) {
    public Seen {
        nodes = List.copyOf(nodes);
    }

    static Seen of(
            Optional<StreamReport> report,
            List<ClusterNode> nodes,
            Optional<Instant> asOf,
            Optional<String> nobody) {
        return new Seen(report, nodes, asOf, nobody, Map.of());
    }

    /// Of a server that shares its streams with no other.
    static Seen here(Optional<StreamReport> report) {
        return of(report, List.of(), Optional.empty(), Optional.empty());
    }

    /// Of a stream, given what is seen of each of its logs. Figures that are not known of one are
    /// not known of the stream.
    static Seen together(Map<String, Seen> logs) {
        List<Seen> all = List.copyOf(logs.values());
        if (all.size() == 1) {
            return all.getFirst();
        }
        boolean isAll = all.stream().allMatch(each -> each.report().isPresent());
        Optional<StreamReport> report =
                all.stream()
                        .flatMap(each -> each.report().stream())
                        .reduce(StreamReport::and)
                        .map(known -> isAll ? known : known.withoutFigures());
        return new Seen(
                report,
                all.stream().flatMap(each -> each.nodes().stream()).distinct().toList(),
                all.stream().flatMap(each -> each.asOf().stream()).min(Instant::compareTo),
                all.stream().flatMap(each -> each.nobody().stream()).findFirst(),
                logs);
    }

    /// Whether somebody should look at it.
    public boolean isTroubled() {
        return nobody.isPresent() || report.map(StreamReport::isTroubled).orElse(false);
    }

    public long backlogRecords() {
        return report.map(StreamReport::backlogRecords).orElse(0L);
    }

    public long backlogBytes() {
        return report.map(StreamReport::backlogBytes).orElse(0L);
    }
}
