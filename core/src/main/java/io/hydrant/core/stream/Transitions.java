package io.hydrant.core.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// For how long streams are seen to be created and to be deleted, so that it can be tried what a
/// program does meanwhile. Nothing depends on it but what callers are answered: the stream is in
/// the catalog, or gone from it. In memory alone: after a start every stream is active. Safe for
/// use from many threads.
final class Transitions {
    private final Duration length;
    private final InstantSource clock;

    /// Until when, by the name of the log.
    private final ConcurrentHashMap<String, Instant> creating = new ConcurrentHashMap<>();

    /// By the stream's name.
    private final ConcurrentHashMap<String, Leaving> leaving = new ConcurrentHashMap<>();

    /// Whose encryption is changing, by the name of the log.
    private final ConcurrentHashMap<String, Instant> encrypting = new ConcurrentHashMap<>();

    private record Leaving(DeliveryStream stream, Instant until) {}

    Transitions(Duration length, InstantSource clock) {
        this.length = length;
        this.clock = clock;
    }

    /// Whether there are any.
    boolean areShown() {
        return !length.isZero();
    }

    void created(DeliveryStream stream) {
        if (areShown()) {
            Instant now = clock.instant();
            creating.values().removeIf(until -> !now.isBefore(until));
            creating.put(stream.logId(), now.plus(length));
        }
    }

    void encryptionChanged(DeliveryStream stream) {
        if (areShown()) {
            Instant now = clock.instant();
            encrypting.values().removeIf(until -> !now.isBefore(until));
            encrypting.put(stream.logId(), now.plus(length));
        }
    }

    void deleted(DeliveryStream stream) {
        if (areShown()) {
            Instant now = clock.instant();
            leaving.values().removeIf(gone -> !now.isBefore(gone.until()));
            leaving.put(
                    stream.name(),
                    new Leaving(stream.in(DeliveryStream.Status.DELETING), now.plus(length)));
        }
    }

    /// A stream that is in the catalog, as it is shown.
    DeliveryStream shown(DeliveryStream stream) {
        DeliveryStream shown =
                isNow(creating, stream) ? stream.in(DeliveryStream.Status.CREATING) : stream;
        return stream.encryption()
                .filter(_ -> isNow(encrypting, stream))
                .map(encryption -> shown.encrypted(encryption.changing()))
                .orElse(shown);
    }

    private boolean isNow(ConcurrentHashMap<String, Instant> changing, DeliveryStream stream) {
        Instant until = areShown() ? changing.get(stream.logId()) : null;
        return until != null && clock.instant().isBefore(until);
    }

    /// The stream of that name that was deleted and is still shown.
    Optional<DeliveryStream> leaving(String name) {
        return Optional.ofNullable(leaving.get(name))
                .filter(gone -> clock.instant().isBefore(gone.until()))
                .map(Leaving::stream);
    }

    /// All that were deleted and are still shown.
    Stream<DeliveryStream> leaving() {
        return leaving.keySet().stream().flatMap(name -> leaving(name).stream());
    }
}
