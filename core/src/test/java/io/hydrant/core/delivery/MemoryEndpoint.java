package io.hydrant.core.delivery;

import io.hydrant.core.delivery.Attempt.Trace;
import io.hydrant.core.delivery.MemorySink.StoredObject;
import io.hydrant.core.delivery.body.ObjectBody;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.format.Converter;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.stream.DeliveryStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A receiver that is no object store: it takes bytes in requests of a few at a time, has no
/// conditional put, and remembers by their ids the requests that it took. What is whole stands
/// beside the objects of a [MemorySink], which lends its troubles. A new one is made at every
/// start, so that it forgets what it took in part.
final class MemoryEndpoint implements Target {
    private static final int REQUEST_BYTES = 1000;

    private final Disk disk;
    private final MemorySink sink;
    private final InstantSource clock;

    /// By the name of the whole, and where in it they begin.
    private final Map<String, TreeMap<Integer, byte[]>> taken = new TreeMap<>();

    MemoryEndpoint(Disk disk, MemorySink sink, InstantSource clock) {
        this.disk = disk;
        this.sink = sink;
        this.clock = clock;
    }

    @Override
    public Attempt deliver(
            DeliveryStream stream, StreamLog log, Intent intent, boolean mayBeStored) {
        Instant attempted = clock.instant();
        try (ObjectBody body =
                ObjectBody.of(disk, log, intent.content(), Converter.NONE, stream.isSecret())) {
            Draft draft =
                    new Draft(
                            new Principal.Root("123456789012"),
                            intent.bucket(),
                            intent.key(),
                            "",
                            intent.encoding().format().contentEncoding(),
                            ObjectMetadata.of(stream.name(), log.id(), intent).toMap(),
                            body,
                            mayBeStored,
                            intent.kmsKeyArn());
            send(draft);
            if (!sink.has(MemorySink.name(draft))) {
                sink.took(
                        MemorySink.name(draft),
                        new StoredObject(draft, whole(draft), attempted, clock.instant()));
            }
            return new Attempt.Stored();
        } catch (IOException e) {
            return new Attempt.Failed(
                    new DeliveryError(
                            ErrorCode.INTERNAL_ERROR.code(),
                            String.valueOf(e.getMessage()),
                            intent.bucket(),
                            intent.key(),
                            clock.instant()),
                    Trace.UNKNOWN,
                    Optional.empty());
        }
    }

    /// One request after the other; those that were answered before are sent again all the same.
    private void send(Draft draft) throws IOException {
        TreeMap<Integer, byte[]> requests =
                taken.computeIfAbsent(MemorySink.name(draft), name -> new TreeMap<>());
        sink.trouble().before(draft);
        try (InputStream in = draft.body().open()) {
            int at = 0;
            byte[] request = in.readNBytes(REQUEST_BYTES);
            while (request.length > 0) {
                byte[] before = requests.putIfAbsent(at, request);
                if (before != null && !Arrays.equals(before, request)) {
                    sink.changed().add(draft.key());
                }
                if (at == 0) {
                    sink.trouble().during(draft);
                }
                at += request.length;
                request = in.readNBytes(REQUEST_BYTES);
            }
        }
        sink.trouble().after(draft);
    }

    private byte[] whole(Draft draft) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        taken.getOrDefault(MemorySink.name(draft), new TreeMap<>())
                .values()
                .forEach(whole::writeBytes);
        return whole.toByteArray();
    }
}
