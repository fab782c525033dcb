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
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// What is in a bucket that one stream delivers to.
record DeliveredObjects(Aws aws, String bucket) {
    private static final String FIRST_POSITION = "hydrant-first-position";

    private record Found(String key, long firstPosition) {}

    /// Hands over every line of every object, in the order of the stream's log; returns how many
    /// objects there are. One object at a time is in memory.
    int forEachLine(Consumer<String> reader) throws IOException {
        try (S3Client s3 = aws.s3()) {
            List<Found> all = inOrder(s3);
            for (Found object : all) {
                byte[] bytes =
                        s3.getObjectAsBytes(request -> request.bucket(bucket).key(object.key()))
                                .asByteArrayUnsafe();
                try (BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        decoded(object.key(), bytes), StandardCharsets.UTF_8))) {
                    lines.lines().forEach(reader);
                }
            }
            return all.size();
        }
    }

    private List<Found> inOrder(S3Client s3) {
        List<Found> all = new ArrayList<>();
        for (S3Object object :
                s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents()) {
            String first =
                    s3.headObject(request -> request.bucket(bucket).key(object.key()))
                            .metadata()
                            .get(FIRST_POSITION);
            all.add(new Found(object.key(), Long.parseLong(first)));
        }
        all.sort(Comparator.comparingLong(Found::firstPosition));
        return all;
    }

    private static InputStream decoded(String key, byte[] bytes) throws IOException {
        InputStream raw = new ByteArrayInputStream(bytes);
        return key.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
    }
}
