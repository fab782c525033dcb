package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Says that the server answers, for which region it takes signatures, and whether it asks for any.
/// Open to all.
record HealthPage(String region, boolean isOpen) implements HydrantPage {
    @Override
    public String name() {
        return "health";
    }

    @Override
    public Reply answer(RequestHead head, Optional<Caller> caller) {
        return Reply.json(
                200,
                JsonText.object(
                                new TreeMap<>(
                                        Map.of(
                                                "auth",
                                                isOpen ? "none" : "iam",
                                                "region",
                                                region,
                                                "status",
                                                "ready")))
                        + "\n");
    }
}
