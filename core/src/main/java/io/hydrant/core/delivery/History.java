package io.hydrant.core.delivery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/// The outcome of a stream's last attempts. Logs it, the same error only once when it repeats.
/// Guarded by the lock of its stream's delivery.
final class History {
    private static final Logger LOG = System.getLogger(History.class.getName());

    private final String stream;

    /// What it logs is called so: `Delivery`.
    private final String deed;

    /// Of whom records are given up.
    private final String whose;

    private Optional<DeliveryError> lastError = Optional.empty();

    /// What was told last of puts and steps, and of spans.
    private Optional<String> told = Optional.empty();

    private Optional<String> toldOfSpans = Optional.empty();
    private int failures;
    private int spanFailures;
    private int stepFailures;

    private History(String stream, String deed, String whose) {
        this.stream = stream;
        this.deed = deed;
        this.whose = whose;
    }

    static History ofDelivery(String stream) {
        return new History(stream, "Delivery", stream);
    }

    static History ofBackup(String stream) {
        return new History(stream, "Backup", "the backup of " + stream);
    }

    void delivered() {
        if (lastError.filter(DeliveryError::isFinal).isPresent()) {
            return; // An object before the damage, that was under way when it was found.
        }
        if (failures > 0) {
            LOG.log(Level.INFO, deed + " of " + stream + " works again");
        }
        failures = 0;
    }

    /// An attempt to put an object failed.
    ///
    /// @param bug what nobody foresaw; its trace goes into the log
    void failed(DeliveryError error, Optional<Throwable> bug) {
        boolean isNews = isNews(error);
        lastError = Optional.of(error);
        told = Optional.of(error.message());
        failures++;
        tell(error, bug, isNews);
    }

    /// A span was transformed, which says nothing about the destination.
    void processed() {
        if (spanFailures > 0) {
            LOG.log(Level.INFO, "Processing of " + stream + " works again");
        }
        spanFailures = 0;
    }

    /// Nothing is to be transformed, so that what failed does not count anymore.
    void processesNothing() {
        spanFailures = 0;
    }

    /// An attempt to transform a span failed.
    ///
    /// @param bug what nobody foresaw; its trace goes into the log
    void notProcessed(DeliveryError error, Optional<Throwable> bug) {
        boolean isNews = spanFailures == 0 || toldOfSpans.filter(error.message()::equals).isEmpty();
        lastError = Optional.of(error);
        toldOfSpans = Optional.of(error.message());
        spanFailures++;
        tell(error, bug, isNews);
    }

    /// The stream could not go on, for a reason that is not an object's.
    void stepFailed(DeliveryError error, Optional<Throwable> bug) {
        boolean isNews = isNews(error);
        lastError = Optional.of(error);
        told = Optional.of(error.message());
        stepFailures++;
        tell(error, bug, isNews);
    }

    /// What went wrong is somebody else's now.
    void isOver() {
        lastError = Optional.empty();
        told = Optional.empty();
        toldOfSpans = Optional.empty();
        failures = 0;
        spanFailures = 0;
        stepFailures = 0;
    }

    /// The stream goes on.
    void stepped() {
        if (stepFailures > 0) {
            stepFailures = 0;
            if (failures == 0) {
                LOG.log(Level.INFO, deed + " of " + stream + " goes on");
            }
        }
    }

    private boolean isNews(DeliveryError error) {
        return failures + stepFailures == 0 || told.filter(error.message()::equals).isEmpty();
    }

    private void tell(DeliveryError error, Optional<Throwable> bug, boolean isNews) {
        if (isNews) {
            String text =
                    "%s of %s to s3://%s/%s: %s: %s"
                            .formatted(
                                    deed,
                                    stream,
                                    error.bucket(),
                                    error.key(),
                                    error.code(),
                                    error.message());
            bug.ifPresentOrElse(
                    trace -> LOG.log(Level.WARNING, text, trace),
                    () -> LOG.log(Level.WARNING, text));
        }
    }

    /// Says so each time: these records are lost.
    void givenUp(List<Expired.Range> ranges) {
        for (Expired.Range range : ranges) {
            LOG.log(
                    Level.WARNING,
                    "Gave up %d records of %s (%d bytes, positions %d to %d, the oldest from %s): older than the retention while the destination failed%s"
                            .formatted(
                                    range.records(),
                                    whose,
                                    range.bytes(),
                                    range.first(),
                                    range.last(),
                                    range.oldestArrival(),
                                    range.mayBeStored()
                                            ? ". They may be stored all the same: an attempt had an unknown outcome"
                                            : ""));
        }
    }

    Optional<DeliveryError> lastError() {
        return lastError;
    }

    int failures() {
        return failures + spanFailures + stepFailures;
    }

    int stepFailures() {
        return stepFailures;
    }
}
