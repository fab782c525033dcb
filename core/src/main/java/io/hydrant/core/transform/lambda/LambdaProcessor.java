package io.hydrant.core.transform.lambda;

import io.hydrant.aws.RandomUuid;
import io.hydrant.core.transform.lambda.Functions.NotInvokedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Has a function work on records: asks it about as many at once as a request may have, asks again
/// when it does not answer, and says of each record what became of it. Safe for use from many
/// threads.
public final class LambdaProcessor {
    /// The first pause before a function is asked again; each one after it is twice as long.
    private static final Duration PAUSE_MIN = Duration.ofMillis(500);

    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    private static final int DOUBLINGS_MAX = 6;

    private final Functions functions;
    private final LambdaSetting setting;
    private final String roleArn;
    private final String streamArn;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Pauses pauses;
    private final int emptyLength;

    /// @param roleArn of the destination, for a setting that names none of its own
    public LambdaProcessor(
            Functions functions,
            LambdaSetting setting,
            String roleArn,
            String streamArn,
            InstantSource clock,
            RandomGenerator random,
            Pauses pauses) {
        this.functions = functions;
        this.setting = setting;
        this.roleArn = setting.role().orElse(roleArn);
        this.streamArn = streamArn;
        this.clock = clock;
        this.random = random;
        this.pauses = pauses;
        this.emptyLength = LambdaEvent.emptyLength(streamArn);
    }

    /// A record that a function is to work on.
    ///
    /// @param recordId made of letters and digits, another one for each record: see [RecordId]
    public record Input(String recordId, Instant arrival, byte[] data) {}

    /// What became of a record.
    public sealed interface Outcome {
        /// It is something else now. The bytes are not copied and do not change.
        ///
        /// @param partitionKeys may be empty, and so may be their values
        record Ok(byte[] data, Map<String, String> partitionKeys) implements Outcome {}

        /// It is not to be delivered, on purpose.
        record Dropped() implements Outcome {
            static final Dropped IT = new Dropped();
        }

        /// It belongs into an error object.
        ///
        /// @param attemptsMade how often the function was asked; 0 for what could not be asked
        record Failed(
                String errorCode, String errorMessage, int attemptsMade, Instant attemptEnding)
                implements Outcome {}
    }

    /// Waits, in real life; in tests as long as they please.
    @FunctionalInterface
    public interface Pauses {
        void pause(Duration length) throws InterruptedException;
    }

    /// One outcome for each record, in their order.
    ///
    /// @throws IOException when the server stops before all are known: then nothing is decided
    public List<Outcome> process(List<Input> inputs) throws IOException {
        List<Outcome> outcomes = new ArrayList<>(inputs.size());
        while (outcomes.size() < inputs.size()) {
            Request request = nextRequest(inputs.subList(outcomes.size(), inputs.size()));
            outcomes.addAll(
                    request.length() > Functions.PAYLOAD_MAX
                            ? List.of(
                                    failed(
                                            LambdaError.REQUEST_TOO_LARGE.code(),
                                            LambdaError.REQUEST_TOO_LARGE.message(),
                                            0))
                            : ask(request));
        }
        return outcomes;
    }

    /// The next records, as many as one request takes: at least one, even if it is too large.
    private Request nextRequest(List<Input> inputs) {
        long length = emptyLength;
        long dataBytes = 0;
        int count = 0;
        for (Input input : inputs) {
            long longer = length + LambdaEvent.lengthOf(input);
            dataBytes += input.data().length;
            if (count > 0
                    && (longer - 1 > Functions.PAYLOAD_MAX || dataBytes > setting.bufferBytes())) {
                break;
            }
            length = longer;
            count++;
        }
        return new Request(inputs.subList(0, count), length - 1);
    }

    /// @param length in bytes of JSON
    private record Request(List<Input> inputs, long length) {}

    private List<Outcome> ask(Request request) throws InterruptedIOException {
        byte[] event =
                LambdaEvent.of(
                        streamArn, RandomUuid.next(random), request.inputs(), request.length() + 1);
        Functions.Call call = new Functions.Call(setting.arn(), roleArn, streamArn, event);
        for (int attempt = 1; ; attempt++) {
            try {
                byte[] answer = functions.invoke(call);
                if (answer.length <= Functions.PAYLOAD_MAX) {
                    return LambdaAnswer.outcomes(answer, request.inputs(), clock.instant());
                }
                throw LambdaError.functionFailed(
                        "it answered more than " + Functions.PAYLOAD_MAX + " bytes");
            } catch (NotInvokedException e) {
                if (attempt > setting.retries()) {
                    return allFailed(request, e, attempt);
                }
                pause(attempt);
            } catch (InterruptedException e) {
                throw stopped();
            }
        }
    }

    private List<Outcome> allFailed(Request request, NotInvokedException why, int attempts) {
        Outcome failed = failed(why.code(), String.valueOf(why.getMessage()), attempts);
        return request.inputs().stream().map(input -> failed).toList();
    }

    private Outcome failed(String code, String message, int attempts) {
        return new Outcome.Failed(code, message, attempts, clock.instant());
    }

    private void pause(int attempts) throws InterruptedIOException {
        Duration pause = PAUSE_MIN.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS_MAX));
        try {
            pauses.pause(pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX);
        } catch (InterruptedException e) {
            throw stopped();
        }
    }

    private static InterruptedIOException stopped() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("The server stops while a function works");
    }
}
