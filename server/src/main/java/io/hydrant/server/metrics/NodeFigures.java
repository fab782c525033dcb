package io.hydrant.server.metrics;

/// How a node stands among those that share its streams.
///
/// @param id of the node
/// @param name its host and data directory
/// @param here how many nodes were heard of lately
/// @param gone how many were not, of those of the last day
/// @param owned how many streams it delivers; shards of a stream count each
/// @param takenOver how often it took one over
/// @param overtaken how often another had taken one over that it still delivered
/// @param silenceSeconds since it heard of the database
/// @param hasKafka whether a broker answers
/// @param hasStore whether the S3 could be used, when it was called last
/// @param standsAside whether it leaves delivery to others, who have the S3
/// @param clockAheadSeconds of the database's clock
public record NodeFigures(
        String id,
        String name,
        long here,
        long gone,
        long owned,
        long takenOver,
        long overtaken,
        double silenceSeconds,
        boolean hasKafka,
        boolean hasStore,
        boolean standsAside,
        double clockAheadSeconds) {}
