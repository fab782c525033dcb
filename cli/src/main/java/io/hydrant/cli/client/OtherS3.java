package io.hydrant.cli.client;

import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The S3 that a server has beside its own store, as `GET /_hydrant/objects` tells.
///
/// @param endpoint empty for AWS
/// @param region empty for what AWS's tools would take
/// @param credentials where the server has its key, as `--s3-credentials` names it; empty where
///   AWS's tools look
record OtherS3(
        Optional<URI> endpoint, Optional<String> region, boolean pathStyle, String credentials) {
    /// Empty when there is none.
    static Optional<OtherS3> of(JsonNode page) {
        JsonNode remote = page.path("remote");
        return remote.isObject()
                ? Optional.of(
                        new OtherS3(
                                remote.path("endpoint").stringValueOpt().map(URI::create),
                                remote.path("region").stringValueOpt(),
                                remote.path("pathStyle").asBoolean(false),
                                remote.path("credentials").asString("")))
                : Optional.empty();
    }
}
