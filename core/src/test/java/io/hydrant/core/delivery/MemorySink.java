package io.hydrant.core.delivery;

import io.hydrant.core.objectstore.ObjectSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.GZIPInputStream;

/// A store in memory that can be made to fail before, while or after a put takes effect, or to let
/// it take effect much later. Safe for use from many threads.
final class MemorySink implements ObjectSink {

    /// What goes wrong with a put.
    interface Trouble {
        /// The put has had no effect yet.
        void before(Draft draft) throws IOException;

        /// Half of the body has been read; the put has had no effect yet.
        default void during(Draft draft) throws IOException {}

        /// Whether the client gives up now, and the put takes effect only at the next
        /// [#arriveLate].
        default boolean isLate(Draft draft) {
            return false;
        }

        /// It has had its effect.
        void after(Draft draft) throws IOException;

        /// The store refuses every put.
        static Trouble refusing(String code) {
            return new Trouble() {
                @Override
                public void before(Draft draft) throws IOException {
                    throw new ObjectSinkException(code, "refused");
                }

                @Override
                public void after(Draft draft) {}
            };
        }

        Trouble NONE =
                new Trouble() {
                    @Override
                    public void before(Draft draft) {}

                    @Override
                    public void after(Draft draft) {}
                };
    }

    /// `attempted` is when the put began, `stored` when it had taken effect.
    record StoredObject(Draft draft, byte[] bytes, Instant attempted, Instant stored) {
        ObjectMetadata metadata() {
            return ObjectMetadata.read(draft.metadata()).orElseThrow();
        }

        /// The records, one after the other.
        byte[] payload() throws IOException {
            if (draft.contentEncoding().filter("gzip"::equals).isPresent()) {
                try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes), 8192)) {
                    return in.readAllBytes();
                }
            }
            return bytes;
        }
    }

    private final InstantSource clock;
    private final ConcurrentSkipListMap<String, StoredObject> objects =
            new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<StoredObject> late = new ConcurrentLinkedQueue<>();
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private volatile Trouble trouble = Trouble.NONE;

    MemorySink() {
        this(InstantSource.system());
    }

    MemorySink(InstantSource clock) {
        this.clock = clock;
    }

    void trouble(Trouble next) {
        trouble = next;
    }

    @Override
    public Outcome putIfAbsent(Draft draft) throws IOException {
        Instant attempted = clock.instant();
        trouble.before(draft);
        StoredObject there = objects.get(name(draft));
        if (there == null) {
            byte[] bytes = read(draft);
            StoredObject object = new StoredObject(draft, bytes, attempted, clock.instant());
            if (trouble.isLate(draft)) {
                late.add(object);
                throw new IOException("no answer within a minute");
            }
            objects.put(name(draft), object);
        } else {
            checkSame(there, draft);
        }
        trouble.after(draft);
        return there == null
                ? new Outcome.Stored("etag")
                : new Outcome.AlreadyThere(there.bytes().length, "etag", there.draft().metadata());
    }

    /// What is put again under the same key has the same bytes, whatever happened meanwhile.
    private void checkSame(StoredObject there, Draft again) throws IOException {
        try (InputStream in = again.body().open()) {
            if (!Arrays.equals(in.readAllBytes(), there.bytes())) {
                changed.add(again.key());
            }
        }
    }

    /// The keys that were put again with other bytes.
    Set<String> changed() {
        return changed;
    }

    /// Whether what another receiver took under this name is there whole.
    boolean has(String name) {
        return objects.containsKey(name);
    }

    /// What another receiver took, put together.
    void took(String name, StoredObject whole) {
        objects.putIfAbsent(name, whole);
    }

    Trouble trouble() {
        return trouble;
    }

    private byte[] read(Draft draft) throws IOException {
        int length = (int) draft.body().length();
        try (InputStream in = draft.body().open()) {
            byte[] bytes = new byte[length];
            int read = in.readNBytes(bytes, 0, length / 2);
            trouble.during(draft);
            read += in.readNBytes(bytes, read, length - read);
            if (read < length || in.read() >= 0) {
                throw new IllegalStateException(
                        "%d bytes were promised, the body has %s"
                                .formatted(length, read < length ? read : "more"));
            }
            return bytes;
        }
    }

    /// Puts whose clients gave up take effect now, as conditional puts do.
    void arriveLate() {
        for (StoredObject object = late.poll(); object != null; object = late.poll()) {
            objects.putIfAbsent(name(object.draft()), object);
        }
    }

    static String name(Draft draft) {
        return draft.bucket() + "/" + draft.key();
    }

    Map<String, StoredObject> objects() {
        return new TreeMap<>(objects);
    }

    /// The objects of a log by the position of their first record.
    List<StoredObject> objectsOf(String log) {
        List<StoredObject> found = new ArrayList<>(objects.values());
        found.removeIf(object -> !object.metadata().log().equals(log));
        found.sort(Comparator.comparingLong(object -> object.metadata().firstPosition()));
        return found;
    }
}
