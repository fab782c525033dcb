package io.hydrant.kafka;

import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.LooseFrame;
import io.hydrant.core.log.RequestName;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The last named requests of a topic, as whoever reads it from the beginning knows them: a
/// function of the messages alone, so that all who read leave out the same ones. What is
/// remembered, and when it is forgotten, belongs to the format of a log in Kafka and is not to be
/// changed.
///
/// A repeat has the same name and the same records. Other records under the same name are another
/// request, since they were acknowledged: of SDKs' ids they may be, and the owner of a client token
/// who uses it twice is told so where it is known ([RecentRequests]).
///
/// Guarded by the lock of its [TopicLog].
final class NamesWindow {
    /// What SDKs name is remembered for so many requests,
    static final int INVOCATIONS_MAX = 32_768;

    /// and while nothing came that is younger by so much, by the clocks of those that took it.
    static final Duration INVOCATION_AGE = Duration.ofMinutes(10);

    /// Of client tokens the last of each producer, and those of the producers that sent last.
    static final int SEQUENCES_MAX = 64;

    static final int PRODUCERS_MAX = 256;

    private static final long MIX = 0x9E3779B97F4A7C15L;

    /// An SDK's id and what came with it.
    private record Call(long high, long low) {
        static Call of(Invocation name, LooseFrame frame) {
            return new Call(name.high() ^ print(frame) * MIX, name.low() ^ frame.payloadBytes());
        }
    }

    /// With its arrival, in the order of the log.
    private final LinkedHashMap<Call, Long> calls = new LinkedHashMap<>();

    /// The one that sent last comes last; of each its sequences, with what came with them.
    private final LinkedHashMap<String, LinkedHashMap<Long, Long>> producers =
            new LinkedHashMap<>();

    /// Tells contents apart.
    private static long print(LooseFrame frame) {
        return ((long) frame.print() << Integer.SIZE) | frame.recordCount();
    }

    /// Whether the frame was there already; takes note of it otherwise. Frames come in the order of
    /// the topic.
    boolean isRepeat(LooseFrame frame) {
        Optional<RequestName> name = frame.name();
        if (name.isEmpty()) {
            return false;
        }
        return switch (name.get()) {
            case ClientToken token -> isRepeat(token, frame);
            case Invocation invocation -> isRepeat(invocation, frame);
        };
    }

    /// Whether [#isRepeat] might say so. Changes nothing.
    boolean mayBeRepeat(LooseFrame frame) {
        return switch (frame.name().orElse(null)) {
            case null -> false;
            case Invocation invocation -> calls.containsKey(Call.of(invocation, frame));
            case ClientToken token ->
                    producers
                            .getOrDefault(token.producer(), new LinkedHashMap<>())
                            .containsKey(token.sequence());
        };
    }

    private boolean isRepeat(Invocation invocation, LooseFrame frame) {
        long arrival = frame.arrival().toEpochMilli();
        forgetBefore(arrival - INVOCATION_AGE.toMillis());
        boolean isKnown = calls.putIfAbsent(Call.of(invocation, frame), arrival) != null;
        if (calls.size() > INVOCATIONS_MAX) {
            calls.pollFirstEntry();
        }
        return isKnown;
    }

    private void forgetBefore(long arrival) {
        Iterator<Long> oldest = calls.values().iterator();
        while (oldest.hasNext() && oldest.next() < arrival) {
            oldest.remove();
        }
    }

    private boolean isRepeat(ClientToken token, LooseFrame frame) {
        LinkedHashMap<Long, Long> sequences =
                producers.computeIfAbsent(token.producer(), _ -> new LinkedHashMap<>());
        @Nullable Long known = sequences.get(token.sequence());
        if (known != null && known == print(frame)) {
            return true;
        }
        producers.putLast(token.producer(), sequences);
        sequences.putLast(token.sequence(), print(frame));
        if (sequences.size() > SEQUENCES_MAX) {
            sequences.pollFirstEntry();
        }
        if (producers.size() > PRODUCERS_MAX) {
            producers.pollFirstEntry();
        }
        return false;
    }

    void write(DataOutputStream to) throws IOException {
        to.writeInt(calls.size());
        for (var call : calls.entrySet()) {
            to.writeLong(call.getKey().high());
            to.writeLong(call.getKey().low());
            to.writeLong(call.getValue());
        }
        to.writeInt(producers.size());
        for (var producer : producers.entrySet()) {
            to.writeUTF(producer.getKey());
            to.writeInt(producer.getValue().size());
            for (var sequence : producer.getValue().entrySet()) {
                to.writeLong(sequence.getKey());
                to.writeLong(sequence.getValue());
            }
        }
    }

    /// Reads what [#write] wrote.
    static NamesWindow read(DataInputStream from) throws IOException {
        NamesWindow window = new NamesWindow();
        for (int left = from.readInt(); left > 0; left--) {
            Call call = new Call(from.readLong(), from.readLong());
            window.calls.put(call, from.readLong());
        }
        for (int left = from.readInt(); left > 0; left--) {
            LinkedHashMap<Long, Long> sequences = new LinkedHashMap<>();
            window.producers.put(from.readUTF(), sequences);
            for (int count = from.readInt(); count > 0; count--) {
                long sequence = from.readLong();
                sequences.put(sequence, from.readLong());
            }
        }
        return window;
    }
}
