package io.hydrant.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.objectstore.ObjectSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// A store in memory whose answers get lost now and then, before or after a put has taken effect.
final class ForgetfulBucket implements ObjectSink {
    private final ReentrantLock lock = new ReentrantLock();
    private final Random random;
    private final Map<String, Put> objects = new TreeMap<>();

    private record Put(Draft draft, byte[] bytes) {}

    ForgetfulBucket(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public Outcome putIfAbsent(Draft draft) throws IOException {
        byte[] bytes;
        try (InputStream body = draft.body().open()) {
            bytes = body.readAllBytes();
        }
        lock.lock();
        try {
            lose("before");
            Put there = objects.putIfAbsent(draft.key(), new Put(draft, bytes));
            lose("after");
            return there == null
                    ? new Outcome.Stored("")
                    : new Outcome.AlreadyThere(there.bytes().length, "", there.draft().metadata());
        } finally {
            lock.unlock();
        }
    }

    private void lose(String when) throws IOException {
        if (random.nextInt(8) == 0) {
            throw new IOException("The answer was lost " + when + " the put took effect");
        }
    }

    /// The lines of all objects.
    List<String> lines() {
        lock.lock();
        try {
            return objects.values().stream()
                    .flatMap(put -> new String(put.bytes(), UTF_8).lines())
                    .toList();
        } finally {
            lock.unlock();
        }
    }
}
