package io.hydrant.server.http;

import io.hydrant.core.iam.Principal;
import io.hydrant.core.meter.RequestMeter;
import io.hydrant.core.meter.RequestMeter.Operation;
import io.hydrant.server.http.body.Exchange;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.Conversation;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is done when a request is over: it is counted, and told in the log when it failed or took
/// long, with what is needed to find it elsewhere: its id, its caller, its trace. Safe for use from
/// many threads.
///
/// @param slow how long a request takes that is told
record Ends(RequestMeter meter, Duration slow, SparingLog log) {
    private static final int FAILED = 500;

    /// S3's refusal of what it does not have: the server has not failed.
    private static final int NOT_IMPLEMENTED = 501;

    /// Whoever asks each second whether the server is ready is answered, and nothing has failed.
    private static final Operation READY = new Operation("hydrant", "ready");

    private static final long NANOS_A_MICRO = 1_000;
    private static final double MICROS_A_SECOND = 1e6;

    private static final Operation UNREAD =
            new Operation(Conversation.UNKNOWN, Conversation.UNKNOWN);

    /// @param conversation null when there was none
    void over(Exchange exchange, @Nullable Conversation conversation, long beganNanos) {
        long micros = (System.nanoTime() - beganNanos) / NANOS_A_MICRO;
        Operation operation = conversation == null ? UNREAD : conversation.operation();
        meter.ended(operation, exchange.status(), micros);
        if (conversation != null) {
            if (exchange.status() >= FAILED
                    && exchange.status() != NOT_IMPLEMENTED
                    && !operation.equals(READY)) {
                tell("Failed", exchange, conversation, micros);
            } else if (micros >= slow.toNanos() / NANOS_A_MICRO) {
                tell("Slow", exchange, conversation, micros);
            }
        }
    }

    private void tell(String what, Exchange exchange, Conversation conversation, long micros) {
        Operation operation = conversation.operation();
        String named = operation.service() + " " + operation.name();
        log.warn(
                what + ": " + named,
                "%s: %s%s, status %d after %s s, request %s%s%s"
                        .formatted(
                                what,
                                named,
                                conversation.resource().map(name -> " of " + name).orElse(""),
                                exchange.status(),
                                String.format(Locale.ROOT, "%.3f", micros / MICROS_A_SECOND),
                                conversation.requestId(),
                                conversation
                                        .caller()
                                        .flatMap(Ends::arn)
                                        .map(arn -> ", caller " + arn)
                                        .orElse(""),
                                Trace.of(exchange.head().headers()).words()));
    }

    private static Optional<String> arn(Caller caller) {
        return switch (caller.principal()) {
            case Principal.Root root -> Optional.of(root.arn());
            case Principal.User user -> Optional.of(user.arn());
            case Principal.RoleSession session -> Optional.of(session.arn());
            case Principal.Service service -> Optional.empty();
            case Principal.Anonymous anonymous -> Optional.empty();
        };
    }
}
