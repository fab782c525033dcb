package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A page of our own under `/_hydrant/`. Called by many threads at once.
public interface HydrantPage {
    /// The part after `/_hydrant/`, such as `status`. One that ends with a slash, such as
    /// `console/`, is of all that is below it.
    String name();

    /// What it answers to. A request's body is not read.
    default Set<String> methods() {
        return Set.of("GET", "HEAD");
    }

    /// Whether the page is shown to whoever sends this, for a reason of its own: nobody looks for a
    /// signature then.
    default boolean isOpenTo(RequestHead head) {
        return false;
    }

    /// `caller` is absent when the request was not signed; a wrong signature never comes here.
    ///
    /// @throws io.hydrant.aws.ServiceException a refusal, sent as JSON
    Reply answer(RequestHead head, Optional<Caller> caller) throws IOException;

    /// What a page answers. The headers stand beside those of every page, or in their place.
    record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {
        public Reply(int status, String contentType, byte[] body) {
            this(status, contentType, body, Map.of());
        }

        public static Reply json(int status, String body) {
            return new Reply(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
