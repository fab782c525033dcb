package io.hydrant.server.http;

import io.hydrant.aws.ServiceException;
import io.hydrant.server.http.body.BodyBudget;
import io.hydrant.server.http.body.BodyTooLargeException;
import io.hydrant.server.http.body.Exchange;
import io.hydrant.server.http.body.NoRoomException;
import io.hydrant.server.http.protocol.Conversation;
import io.hydrant.server.http.protocol.Switchboard;
import io.hydrant.server.http1.Answering;
import io.hydrant.server.http1.BadRequestException;
import io.hydrant.server.http1.ClientGoneException;
import io.hydrant.server.http1.Http1Request;
import io.hydrant.server.http1.Http1Response;
import io.hydrant.server.http1.TooSlowException;
import io.hydrant.server.http1.UnsendableHeaderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Handles every request: connects it to its protocol, and turns whatever goes wrong into that
/// protocol's answer. Runs on the thread of the request's connection.
final class Front implements Answering {
    private final Switchboard switchboard;
    private final Optional<ForeignPages> foreignPages;
    private final InFlight inFlight;
    private final BodyBudget budget;
    private final SparingLog log;
    private final Ends ends;

    /// @param foreignPages absent when callers are authenticated
    Front(
            Switchboard switchboard,
            Optional<ForeignPages> foreignPages,
            InFlight inFlight,
            BodyBudget budget,
            SparingLog log,
            Ends ends) {
        this.switchboard = switchboard;
        this.foreignPages = foreignPages;
        this.inFlight = inFlight;
        this.budget = budget;
        this.log = log;
        this.ends = ends;
    }

    @Override
    public void answer(Http1Request request, Http1Response response) throws IOException {
        Exchange exchange = new Exchange(request, response, budget);
        boolean isOpen = inFlight.enter();
        long began = System.nanoTime();
        @Nullable Conversation conversation = null;
        ends.meter().began();
        try {
            Optional<String> objection =
                    foreignPages.flatMap(
                            pages -> pages.objection(request.head(), request.isSecure()));
            if (request.fault().isPresent()) {
                conversation = switchboard.connect(exchange);
                refuseMalformed(exchange, conversation, request.fault().get());
            } else if (objection.isPresent()) {
                exchange.closeAfterwards();
                sendText(exchange, 403, objection.get());
            } else if (isOpen) {
                conversation = switchboard.connect(exchange);
                converse(exchange, conversation);
            } else {
                conversation = switchboard.connect(exchange);
                turnAway(exchange, conversation);
            }
        } catch (ClientGoneException | CutOffException over) {
            throw over;
        } catch (IOException | RuntimeException | Error bug) {
            log.fault("Failed: " + name(exchange), bug);
            exchange.closeAfterwards();
            whenUnanswered(
                    exchange, bug, () -> sendText(exchange, 500, "The server failed at this."));
        } finally {
            try {
                ends.over(exchange, conversation, began);
            } finally {
                exchange.release();
                inFlight.leave();
            }
        }
    }

    private static void turnAway(Exchange exchange, Conversation conversation) throws IOException {
        exchange.closeAfterwards();
        conversation.refuse(conversation.unavailable());
    }

    private void converse(Exchange exchange, Conversation conversation) throws IOException {
        try {
            conversation.answer();
        } catch (ServiceException refusal) {
            whenUnanswered(exchange, refusal, () -> conversation.refuse(refusal));
        } catch (BodyTooLargeException tooLarge) {
            whenUnanswered(exchange, tooLarge, conversation::refuseTooLarge);
        } catch (ClientGoneException gone) {
            throw gone;
        } catch (BadRequestException malformed) {
            whenUnanswered(
                    exchange, malformed, () -> refuseMalformed(exchange, conversation, malformed));
        } catch (TooSlowException slow) {
            exchange.closeAfterwards();
            whenUnanswered(exchange, slow, () -> conversation.refuse(conversation.tooSlow()));
        } catch (NoRoomException busy) {
            log.warn(
                    "no room for a body",
                    "Told to come back later: %s: %s".formatted(name(exchange), busy.getMessage()));
            whenUnanswered(exchange, busy, () -> conversation.refuse(conversation.unavailable()));
        } catch (UnsendableHeaderException unsendable) {
            log.warn(
                    "unsendable header",
                    "No answer to %s: %s".formatted(name(exchange), unsendable.getMessage()));
            whenUnanswered(
                    exchange, unsendable, () -> conversation.refuse(conversation.unsendable()));
        } catch (IOException unavailable) {
            log.warn(
                    "unavailable: " + unavailable.getClass().getSimpleName(),
                    "Unavailable: %s: %s".formatted(name(exchange), causes(unavailable)));
            whenUnanswered(
                    exchange, unavailable, () -> conversation.refuse(conversation.unavailable()));
        } catch (RuntimeException | Error bug) {
            log.fault("Failed: " + name(exchange), bug);
            whenUnanswered(
                    exchange, bug, () -> conversation.refuse(conversation.internalFailure()));
        }
    }

    private static void refuseMalformed(
            Exchange exchange, Conversation conversation, BadRequestException malformed)
            throws IOException {
        exchange.closeAfterwards();
        conversation.refuse(conversation.malformed(malformed.status(), malformed.text()));
    }

    private interface Refusal {
        void send() throws IOException;
    }

    /// Half an answer cannot be taken back; a broken connection tells the client that it is not
    /// whole.
    private static void whenUnanswered(Exchange exchange, Throwable cause, Refusal refusal)
            throws IOException {
        if (exchange.isAnswered()) {
            throw new CutOffException(cause);
        }
        refusal.send();
    }

    /// The reason is told by whoever knew it.
    private static final class CutOffException extends IOException {
        CutOffException(Throwable reason) {
            super("The answer was cut off", reason);
        }
    }

    private static void sendText(Exchange exchange, int status, String text) throws IOException {
        exchange.send(
                status,
                Map.of("Content-Type", "text/plain; charset=utf-8"),
                (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String causes(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure.toString() : failure + ", because of " + causes(cause);
    }

    /// A client's own words, as far as they fit into a line.
    private static String name(Exchange exchange) {
        String target =
                exchange.head().headers().get("X-Amz-Target").orElse(exchange.head().rawPath());
        String shortened = target.length() > 200 ? target.substring(0, 200) + "…" : target;
        return exchange.head().method() + " " + shortened.replaceAll("\\p{Cntrl}", "?");
    }
}
