package io.hydrant.systemtest;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.s3.S3Client;

/// What is in a bucket that one stream delivers to.
record DeliveredObjects(Aws aws, String bucket) {
    private static final String FIRST_POSITION = "hydrant-first-position";

    /// What a server puts, and removes, to see whether a bucket of another S3 heeds conditions. One
    /// that is killed leaves it.
    private static final String PROBE = "hydrant-probe";

    private record Found(String key, long firstPosition) {}

    /// Hands over every line of every object, in the order of the stream's log; returns how many
    /// objects there are. One object at a time is in memory.
    int forEachLine(Consumer<String> reader) throws IOException {
        try (S3Client s3 = aws.s3()) {
            List<Found> all = inOrder(s3);
            for (Found object : all) {
                read(s3, object.key(), reader);
            }
            return all.size();
        }
    }

    /// Hands over every line of the objects whose keys have not been seen before, in the order of
    /// their keys, and notes these.
    void forEachLineOfNew(Set<String> seen, Consumer<String> reader) throws IOException {
        try (S3Client s3 = aws.s3()) {
            for (String key : delivered()) {
                if (seen.add(key)) {
                    read(s3, key, reader);
                }
            }
        }
    }

    private void read(S3Client s3, String key, Consumer<String> reader) throws IOException {
        byte[] bytes =
                s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArrayUnsafe();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(decoded(key, bytes), StandardCharsets.UTF_8))) {
            lines.lines().forEach(reader);
        }
    }

    private List<Found> inOrder(S3Client s3) {
        List<Found> all = new ArrayList<>();
        for (String key : delivered()) {
            String first =
                    s3.headObject(request -> request.bucket(bucket).key(key))
                            .metadata()
                            .get(FIRST_POSITION);
            all.add(new Found(key, Long.parseLong(first)));
        }
        all.sort(Comparator.comparingLong(Found::firstPosition));
        return all;
    }

    private List<String> delivered() {
        return aws.keys(bucket, "").stream().filter(key -> !key.equals(PROBE)).toList();
    }

    private static InputStream decoded(String key, byte[] bytes) throws IOException {
        InputStream raw = new ByteArrayInputStream(bytes);
        return key.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
    }
}
