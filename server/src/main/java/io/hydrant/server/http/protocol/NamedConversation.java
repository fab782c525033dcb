package io.hydrant.server.http.protocol;

import java.util.Optional;

/// A conversation by which answers and the log can name a request: its id, and its caller once that
/// is known.
abstract class NamedConversation implements Conversation {
    final String requestId;
    private Optional<Caller> caller = Optional.empty();

    NamedConversation(String requestId) {
        this.requestId = requestId;
    }

    @Override
    public final String requestId() {
        return requestId;
    }

    @Override
    public final Optional<Caller> caller() {
        return caller;
    }

    /// Who asks is known from now on.
    final Caller asks(Caller who) {
        caller = Optional.of(who);
        return who;
    }
}
