package io.hydrant.cli.status;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.ServerStatus;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a Hydrant tells. After a failure it is reached anew: a server that comes back may have
/// another key in its directory.
public final class HydrantStatus implements StatusSource {
    private final Supplier<Clients> connect;
    private final Optional<String> stream;
    private @Nullable Clients clients;

    /// @param stream that one alone
    public HydrantStatus(Supplier<Clients> connect, Optional<String> stream) {
        this.connect = connect;
        this.stream = stream;
    }

    @Override
    public ServerStatus ask(int limit) throws IOException {
        boolean answered = false;
        try {
            Clients reached = clients == null ? connect.get() : clients;
            clients = reached;
            ServerStatus answer = answer(reached, limit);
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                close();
            }
        }
    }

    private ServerStatus answer(Clients reached, int limit) throws IOException {
        if (stream.isEmpty()) {
            return reached.pages().neediest(limit);
        }
        ServerStatus one = reached.pages().status(stream.get());
        return new ServerStatus(
                List.of(one.stream(stream.get())),
                one.complete(),
                one.total(),
                one.troubled(),
                one.backlogBytes(),
                one.cluster());
    }

    @Override
    public boolean hasFigures() {
        return true;
    }

    @Override
    public void close() {
        if (clients != null) {
            clients.close();
            clients = null;
        }
    }
}
