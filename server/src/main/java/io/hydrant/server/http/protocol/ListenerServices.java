package io.hydrant.server.http.protocol;

import java.util.List;
import java.util.stream.Stream;

/// All that answers behind one port.
public record ListenerServices(
        List<JsonService> json,
        List<QueryService> query,
        List<PolyglotService> polyglots,
        S3Handler s3,
        List<HydrantPage> pages) {
    public ListenerServices {
        json = List.copyOf(json);
        query = List.copyOf(query);
        polyglots = List.copyOf(polyglots);
        pages = List.copyOf(pages);
    }

    /// Without services that speak several protocols.
    public ListenerServices(
            List<JsonService> json,
            List<QueryService> query,
            S3Handler s3,
            List<HydrantPage> pages) {
        this(json, query, List.of(), s3, pages);
    }

    /// All that are asked in AWS Query.
    List<QueryService> inQuery() {
        return Stream.concat(query.stream(), polyglots.stream().map(PolyglotService::query))
                .toList();
    }
}
