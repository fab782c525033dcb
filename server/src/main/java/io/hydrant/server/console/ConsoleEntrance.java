package io.hydrant.server.console;

import io.hydrant.aws.RequestHead;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.HydrantPage;
import java.util.Map;
import java.util.Optional;

/// `/_hydrant/console`, as people type it: the console is below it.
final class ConsoleEntrance implements HydrantPage {
    @Override
    public String name() {
        return "console";
    }

    @Override
    public Reply answer(RequestHead head, Optional<Caller> caller) {
        return new Reply(
                307,
                "text/plain; charset=utf-8",
                new byte[0],
                Map.of("Location", ConsolePage.PATH, "Referrer-Policy", "no-referrer"));
    }
}
