package io.hydrant.s3;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Whether a remote S3 can be used from here, as each call to it shows. A refusal of what was
/// asked, such as of a bucket that is not there, is an answer. What says nothing, fails by itself,
/// or takes this machine's key or clock for wrong is out of reach. Safe for use from many threads.
public final class StoreReach implements ExecutionInterceptor {
    /// Refusals of who asks, whatever is asked.
    private static final Set<String> OF_KEY_AND_CLOCK =
            Set.of(
                    "RequestTimeTooSkewed",
                    "RequestExpired",
                    "InvalidAccessKeyId",
                    "SignatureDoesNotMatch",
                    "ExpiredToken",
                    "InvalidToken",
                    "AccountProblem",
                    "NotSignedUp");

    private final LongSupplier nanos;
    private final AtomicInteger underWay = new AtomicInteger();

    /// All below are guarded by this.
    private @Nullable Long reachedAtNanos;

    private @Nullable Long failingSinceNanos;
    private @Nullable Long failedAtNanos;
    private String words = "";

    /// Why it has been out of reach, and for how long; every call has failed since then.
    public record Failing(Duration lasting, String words) {}

    public StoreReach(LongSupplier nanos) {
        this.nanos = nanos;
    }

    public synchronized void reached() {
        reachedAtNanos = nanos.getAsLong();
        failingSinceNanos = null;
    }

    public synchronized void failed(String why) {
        long now = nanos.getAsLong();
        failedAtNanos = now;
        words = why;
        if (failingSinceNanos == null) {
            failingSinceNanos = now;
        }
    }

    /// How long ago it was reached.
    public synchronized Optional<Duration> reachedAgo() {
        return Optional.ofNullable(reachedAtNanos).map(this::since);
    }

    /// How long ago a call failed.
    public synchronized Optional<Duration> failedAgo() {
        return Optional.ofNullable(failedAtNanos).map(this::since);
    }

    public synchronized Optional<Failing> failing() {
        return Optional.ofNullable(failingSinceNanos)
                .map(began -> new Failing(since(began), words));
    }

    private Duration since(long time) {
        return Duration.ofNanos(nanos.getAsLong() - time);
    }

    /// Whether a call waits for its answer.
    public boolean isAsked() {
        return underWay.get() > 0;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        underWay.incrementAndGet();
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        underWay.decrementAndGet();
        reached();
    }

    @Override
    public void onExecutionFailure(
            Context.FailedExecution context, ExecutionAttributes attributes) {
        underWay.decrementAndGet();
        switch (context.exception()) {
            case AwsServiceException answer -> answered(answer);
            case SdkException none -> failed("it cannot be reached: " + Refusals.words(none));
            default -> {
                // Of this program, or of the records: says nothing of the store.
            }
        }
    }

    /// A 403 without a code, as HEAD has it, may be of the key or of what was asked.
    private void answered(AwsServiceException answer) {
        String code = Refusals.code(answer).orElse("");
        boolean isOwnFailure = answer.statusCode() >= 500 && answer.statusCode() != 501;
        if (isOwnFailure || OF_KEY_AND_CLOCK.contains(code)) {
            failed(Refusals.words(answer, "it"));
        } else if (!code.isEmpty() || answer.statusCode() != 403) {
            reached();
        }
    }
}
