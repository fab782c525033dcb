package io.hydrant.server.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Handles every request: connects it to its protocol, and turns whatever goes wrong into that
/// protocol's answer. Runs on a virtual thread per request.
final class Front implements Handler {
    private static final Logger LOG = System.getLogger(Front.class.getName());

    private final Switchboard switchboard;
    private final InFlight inFlight;
    private final BodyBudget budget;

    Front(Switchboard switchboard, InFlight inFlight, BodyBudget budget) {
        this.switchboard = switchboard;
        this.inFlight = inFlight;
        this.budget = budget;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        Exchange exchange = new Exchange(request, response, budget);
        boolean open = inFlight.enter();
        try {
            if (open) {
                converse(exchange, switchboard.connect(exchange));
            } else {
                turnAway(exchange, switchboard.connect(exchange));
            }
            exchange.finish();
        } catch (ClientGoneException gone) {
            LOG.log(Level.DEBUG, () -> "A client broke off: " + gone.getCause());
            throw new CloseConnectionException("Client broke off", gone);
        } catch (IOException unsent) {
            throw new CloseConnectionException("Could not answer", unsent);
        } finally {
            exchange.release();
            inFlight.leave();
        }
    }

    private static void turnAway(Exchange exchange, Conversation conversation) throws IOException {
        exchange.closeAfterwards();
        conversation.refuse(conversation.unavailable());
    }

    private static void converse(Exchange exchange, Conversation conversation) throws IOException {
        try {
            conversation.answer();
        } catch (ServiceException refusal) {
            whenUnanswered(exchange, refusal, () -> conversation.refuse(refusal));
        } catch (BodyTooLargeException tooLarge) {
            whenUnanswered(exchange, tooLarge, conversation::refuseTooLarge);
        } catch (ClientGoneException gone) {
            throw gone;
        } catch (NoRoomException busy) {
            LOG.log(
                    Level.WARNING,
                    "Told to come back later: {0}: {1}",
                    request(exchange),
                    busy.getMessage());
            whenUnanswered(exchange, busy, () -> conversation.refuse(conversation.unavailable()));
        } catch (IOException unavailable) {
            LOG.log(Level.WARNING, "Unavailable: " + request(exchange), unavailable);
            whenUnanswered(
                    exchange, unavailable, () -> conversation.refuse(conversation.unavailable()));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError bug) {
            LOG.log(Level.ERROR, "Failed: " + request(exchange), bug);
            whenUnanswered(
                    exchange, bug, () -> conversation.refuse(conversation.internalFailure()));
        }
    }

    private interface Refusal {
        void send() throws IOException;
    }

    /// Half an answer cannot be taken back; a broken connection tells the client that it is not
    /// whole.
    private static void whenUnanswered(Exchange exchange, Throwable cause, Refusal refusal)
            throws IOException {
        if (exchange.isAnswered()) {
            throw new CloseConnectionException("The answer was cut off", cause);
        }
        refusal.send();
    }

    private static String request(Exchange exchange) {
        String target =
                exchange.head().headers().get("X-Amz-Target").orElse(exchange.head().rawPath());
        return exchange.head().method() + " " + target;
    }
}
