package io.hydrant.server.http;

import io.hydrant.aws.RequestHead;
import java.util.Optional;

/// Says that the server answers. Open to all.
final class HealthPage implements Page {
    @Override
    public String name() {
        return "health";
    }

    @Override
    public Reply answer(RequestHead head, Optional<Caller> caller) {
        return Reply.json(200, "{\"status\":\"ready\"}\n");
    }
}
