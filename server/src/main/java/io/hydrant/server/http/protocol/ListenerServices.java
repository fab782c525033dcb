package io.hydrant.server.http.protocol;

import java.util.List;

/// All that answers behind one port.
public record ListenerServices(
        List<JsonService> json, List<QueryService> query, S3Handler s3, List<HydrantPage> pages) {
    public ListenerServices {
        json = List.copyOf(json);
        query = List.copyOf(query);
        pages = List.copyOf(pages);
    }
}
