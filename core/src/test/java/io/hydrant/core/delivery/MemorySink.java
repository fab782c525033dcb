package io.hydrant.core.delivery;

import io.hydrant.core.objectstore.ObjectSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.GZIPInputStream;

/// A store in memory that can be made to fail before or after a put takes effect.
final class MemorySink implements ObjectSink {

    /// What goes wrong with a put.
    interface Trouble {
        /// The put has had no effect yet.
        void before(Draft draft) throws IOException;

        /// It has.
        void after(Draft draft) throws IOException;

        Trouble NONE =
                new Trouble() {
                    @Override
                    public void before(Draft draft) {}

                    @Override
                    public void after(Draft draft) {}
                };
    }

    record StoredObject(Draft draft, byte[] bytes) {
        ObjectMetadata metadata() {
            return ObjectMetadata.read(draft.metadata()).orElseThrow();
        }

        /// The records, one after the other.
        byte[] payload() throws IOException {
            if (draft.contentEncoding().filter("gzip"::equals).isPresent()) {
                try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                    return in.readAllBytes();
                }
            }
            return bytes;
        }
    }

    private final ConcurrentSkipListMap<String, StoredObject> objects =
            new ConcurrentSkipListMap<>();
    private volatile Trouble trouble = Trouble.NONE;

    void trouble(Trouble next) {
        trouble = next;
    }

    @Override
    public Outcome putIfAbsent(Draft draft) throws IOException {
        trouble.before(draft);
        String name = draft.bucket() + "/" + draft.key();
        StoredObject there = objects.get(name);
        if (there == null) {
            objects.put(name, new StoredObject(draft, read(draft.body())));
        }
        trouble.after(draft);
        return there == null
                ? new Outcome.Stored("etag")
                : new Outcome.AlreadyThere(there.bytes().length, "etag", there.draft().metadata());
    }

    private static byte[] read(Body body) throws IOException {
        try (InputStream in = body.open()) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length != body.length()) {
                throw new IllegalStateException(
                        "%d bytes where %d were promised".formatted(bytes.length, body.length()));
            }
            return bytes;
        }
    }

    Map<String, StoredObject> objects() {
        return new TreeMap<>(objects);
    }

    /// The objects of a log by the position of their first record.
    List<StoredObject> objectsOf(String log) {
        List<StoredObject> found = new ArrayList<>(objects.values());
        found.removeIf(object -> !object.metadata().log().equals(log));
        found.sort(java.util.Comparator.comparing(object -> object.metadata().firstPosition()));
        return found;
    }
}
