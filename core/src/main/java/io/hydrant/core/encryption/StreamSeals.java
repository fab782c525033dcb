package io.hydrant.core.encryption;

import io.hydrant.aws.Arn;
import io.hydrant.core.crypto.DataKeyException;
import io.hydrant.core.crypto.GrantedKeys;
import io.hydrant.core.crypto.KeyRefusedException;
import io.hydrant.core.crypto.KeyWrap;
import io.hydrant.core.crypto.MasterKeyException;
import io.hydrant.core.log.FrameSealing;
import io.hydrant.core.log.LogSeals;
import io.hydrant.core.log.ShardLog;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.Encryptions;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.KeyTrouble;
import io.hydrant.core.stream.LogEncryption;
import io.hydrant.core.stream.WantedEncryption;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The keys of encrypted streams, at hand for five minutes each: so long after a key was disabled
/// at most its streams take records, and are delivered. A data key encrypts for the one process
/// that made it, and for its five minutes; whoever reads has it unwrapped from the frame. Safe for
/// use from many threads.
public final class StreamSeals implements LogSeals, Encryptions {
    /// How long a data key is used without asking again whether it may be.
    public static final Duration AT_HAND = Duration.ofMinutes(5);

    private final StreamKeyring keyring;
    private final Function<String, Optional<DeliveryStream>> byLog;
    private final Meters meters;
    private final InstantSource clock;
    private final KeysAtHand opened = new KeysAtHand();
    private final ConcurrentMap<String, Current> current = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, byte[]> printKeys = new ConcurrentHashMap<>();

    /// By the id of the stream's first log.
    private final ConcurrentMap<String, KeyTrouble> troubles = new ConcurrentHashMap<>();

    /// The data key that encrypts what comes into a log.
    private record Current(StreamKeyring.Pair pair, Optional<String> keyArn, Instant until) {}

    /// @param master wraps the keys of streams that name none
    /// @param customers those that streams name
    /// @param byLog the stream that is, or was, encrypted, given the id of its first log
    public StreamSeals(
            KeyWrap master,
            GrantedKeys customers,
            Function<String, Optional<DeliveryStream>> byLog,
            String region,
            Meters meters,
            InstantSource clock,
            RandomGenerator random) {
        this.keyring = new StreamKeyring(master, customers, region, clock, random);
        this.byLog = byLog;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public FrameSealing sealing(String logId, boolean isSecret) throws IOException {
        DeliveryStream stream = stream(logId);
        LogEncryption encryption = encryption(stream);
        byte[] printKey = printKey(stream, encryption);
        if (!encryption.isOn() && !isSecret) {
            return new FrameSealing.Open(printKey);
        }
        StreamKeyring.Pair pair = current(logId, stream, encryption);
        return new FrameSealing.Closed(
                pair.key(), pair.wrapped(), keyring.bytes(FrameSealing.FRAME_ID_BYTES), printKey);
    }

    private StreamKeyring.Pair current(
            String logId, DeliveryStream stream, LogEncryption encryption) throws IOException {
        Instant now = clock.instant();
        @Nullable Current known = current.get(logId);
        if (known != null
                && now.isBefore(known.until())
                && known.keyArn().equals(encryption.keyArn())) {
            return known.pair();
        }
        StreamKeyring.Pair made =
                asked(stream, () -> keyring.make(stream.arn(), encryption.keyArn()));
        current.values().removeIf(old -> !now.isBefore(old.until()));
        current.put(logId, new Current(made, encryption.keyArn(), now.plus(AT_HAND)));
        return made;
    }

    private byte[] printKey(DeliveryStream stream, LogEncryption encryption) throws IOException {
        byte @Nullable [] known = printKeys.get(encryption.printKey());
        if (known == null) {
            known = keyring.printKey(stream.arn(), encryption.printKey());
            printKeys.put(encryption.printKey(), known);
        }
        return known;
    }

    @Override
    public byte[] unwrap(String logId, byte[] wrapped) throws IOException {
        DeliveryStream stream = stream(logId);
        encryption(stream);
        Instant now = clock.instant();
        byte @Nullable [] known = opened.find(wrapped, now);
        if (known != null) {
            return known;
        }
        byte[] key = asked(stream, () -> keyring.unwrap(stream.arn(), wrapped));
        opened.add(wrapped, key, now.plus(AT_HAND));
        return key;
    }

    /// Another node may have begun to encrypt it a moment ago.
    private DeliveryStream stream(String logId) throws IOException {
        return byLog.apply(ShardLog.streams(logId))
                .orElseThrow(() ->
                        new IOException(
                                "It is not known here yet that the stream of "
                                        + logId
                                        + " is encrypted"));
    }

    private static LogEncryption encryption(DeliveryStream stream) throws IOException {
        return stream.encryption()
                .orElseThrow(
                        () -> new IllegalStateException(stream.name() + " was never encrypted"));
    }

    /// Asks for a key.
    private interface Question<T> {
        T ask() throws IOException, DataKeyException;
    }

    private <T> T asked(DeliveryStream stream, Question<T> question) throws IOException {
        try {
            T key = question.ask();
            troubles.remove(stream.logId());
            return key;
        } catch (DataKeyException e) {
            KeyRefusedException refused = new KeyRefusedException(e);
            troubles.put(stream.logId(), KeyTrouble.of(refused));
            meters.of(stream.logId(), stream.name()).count(figure(e.reason()));
            throw refused;
        }
    }

    private static Figure figure(DataKeyException.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> Figure.KMS_KEY_NOT_FOUND;
            case DISABLED -> Figure.KMS_KEY_DISABLED;
            case DENIED -> Figure.KMS_KEY_ACCESS_DENIED;
            case PENDING_DELETION, UNUSABLE -> Figure.KMS_KEY_INVALID_STATE;
        };
    }

    @Override
    public LogEncryption begin(WantedEncryption wanted, Arn stream, Optional<LogEncryption> before)
            throws IOException {
        try {
            return begun(wanted, stream, before);
        } catch (MasterKeyException e) {
            throw FirehoseError.INVALID_ARGUMENT.because("%s", String.valueOf(e.getMessage()));
        }
    }

    private LogEncryption begun(WantedEncryption wanted, Arn stream, Optional<LogEncryption> before)
            throws IOException {
        try {
            if (wanted.keyArn().isPresent()) {
                keyring.grant(
                        stream, wanted.keyArn().get(), wanted.principal(), wanted.circumstances());
            }
            keyring.make(stream, wanted.keyArn());
        } catch (DataKeyException e) {
            throw FirehoseError.ofKey(KeyTrouble.of(new KeyRefusedException(e)));
        }
        String printKey =
                before.isPresent() ? before.get().printKey() : keyring.makePrintKey(stream);
        return new LogEncryption(LogEncryption.Status.ENABLED, wanted.keyArn(), printKey);
    }

    @Override
    public Optional<KeyTrouble> trouble(String logId) {
        return Optional.ofNullable(troubles.get(logId));
    }
}
