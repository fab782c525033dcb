package io.hydrant.cli.demo;

import io.hydrant.cli.objects.ObjectContents;
import io.hydrant.cli.objects.S3Address;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The objects that arrive in a bucket while one waits.
final class Arrivals {
    private final S3Client s3;
    private final String bucket;
    private final Set<String> earlier;

    /// From now on: what lies in the bucket already does not count.
    Arrivals(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
        this.earlier = all().stream().map(S3Object::key).collect(Collectors.toSet());
    }

    String bucket() {
        return bucket;
    }

    /// In the order of their keys, which is that of their arrival.
    List<S3Object> objects() {
        return all().stream().filter(object -> !earlier.contains(object.key())).toList();
    }

    private List<S3Object> all() {
        return s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .toList();
    }

    /// The first lines of an object.
    List<String> head(S3Object object, int lines) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(content(object), StandardCharsets.UTF_8))) {
            return reader.lines().limit(lines).toList();
        }
    }

    /// Every line of every object.
    Fingerprint fingerprint() throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        for (S3Object object : objects()) {
            try (InputStream content = new BufferedInputStream(content(object))) {
                addLines(content, fingerprint);
            }
        }
        return fingerprint;
    }

    private InputStream content(S3Object object) throws IOException {
        return new ObjectContents(s3).content(new S3Address(bucket, object.key()));
    }

    private static void addLines(InputStream content, Fingerprint fingerprint) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = content.read();
        while (next >= 0) {
            if (next == '\n') {
                fingerprint.addLine(line.toByteArray());
                line.reset();
            } else {
                line.write(next);
            }
            next = content.read();
        }
        if (line.size() > 0) {
            fingerprint.addLine(line.toByteArray());
        }
    }
}
