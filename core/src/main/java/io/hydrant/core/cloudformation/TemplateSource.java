package io.hydrant.core.cloudformation;

import java.util.Optional;

/// Where a request has its template: in itself, or in an object of S3.
public record TemplateSource(Optional<String> body, Optional<String> url) {

    boolean isGiven() {
        return body.isPresent() || url.isPresent();
    }
}
