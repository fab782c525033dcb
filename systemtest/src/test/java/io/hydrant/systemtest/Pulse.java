package io.hydrant.systemtest;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;

/// Sends a small record to a stream every quarter of a second, and watches when each is seen in the
/// bucket.
final class Pulse {
    private static final long BEAT_MILLIS = 250;

    private final Aws aws;
    private final String stream;
    private final String bucket;
    private final Map<String, Long> sentNanos = new ConcurrentHashMap<>();
    private final Map<String, Duration> delays = new ConcurrentHashMap<>();
    private final Set<String> keysRead = new HashSet<>();
    private final Thread sender;
    private final Thread watcher;
    private volatile boolean over;
    private volatile Duration longestPut = Duration.ZERO;
    private volatile Duration longestLook = Duration.ZERO;

    /// Begins at once.
    Pulse(Aws aws, String stream, String bucket) {
        this.aws = aws;
        this.stream = stream;
        this.bucket = bucket;
        this.sender = Thread.ofPlatform().start(this::send);
        this.watcher = Thread.ofPlatform().start(this::watch);
    }

    private void send() {
        try (FirehoseClient firehose = aws.firehose()) {
            for (int beat = 0; !over; beat++) {
                String text = "beat-" + beat;
                long now = System.nanoTime();
                sentNanos.put(text, now);
                firehose.putRecord(request ->
                        request.deliveryStreamName(stream)
                                .record(record ->
                                        record.data(SdkBytes.fromUtf8String(text + "\n"))));
                Duration put = Duration.ofNanos(System.nanoTime() - now);
                longestPut = put.compareTo(longestPut) > 0 ? put : longestPut;
                pause();
            }
        }
    }

    private void watch() {
        while (!over || delays.size() < sentNanos.size()) {
            long began = System.nanoTime();
            for (String key : aws.keys(bucket, "")) {
                if (keysRead.add(key)) {
                    aws.linesOf(bucket, key).forEach(this::seen);
                }
            }
            Duration look = Duration.ofNanos(System.nanoTime() - began);
            longestLook = look.compareTo(longestLook) > 0 ? look : longestLook;
            pause();
        }
    }

    private void seen(String line) {
        long sent = Objects.requireNonNull(sentNanos.get(line), line);
        delays.merge(
                line,
                Duration.ofNanos(System.nanoTime() - sent),
                (once, again) -> {
                    throw new AssertionError(line + " is there twice");
                });
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BEAT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends once all that was sent is seen; how long the records took, the quickest first.
    Duration[] end(Duration patience) throws InterruptedException {
        over = true;
        sender.join(patience);
        watcher.join(patience);
        if (sender.isAlive() || watcher.isAlive() || delays.size() < sentNanos.size()) {
            Set<String> missing = new HashSet<>(sentNanos.keySet());
            missing.removeAll(delays.keySet());
            throw new AssertionError("Not delivered: " + missing.stream().sorted().toList());
        }
        Duration[] sorted = delays.values().toArray(Duration[]::new);
        Arrays.sort(sorted);
        return sorted;
    }

    /// How much of a record's time may be the pulse's own, on a busy machine: one request that
    /// brings it, a look that just misses it, and the one that sees it.
    Duration ownTime() {
        return longestPut.plus(longestLook.multipliedBy(2));
    }

    Duration longestPut() {
        return longestPut;
    }
}
