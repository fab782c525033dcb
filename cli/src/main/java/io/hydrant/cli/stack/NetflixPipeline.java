package io.hydrant.cli.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.cloudformation.model.Capability;

/// The template of the assignment, `examples/netflix/pipeline.yaml`, as the program ships it: a
/// delivery stream, its bucket, and the role and policy that it delivers with.
public final class NetflixPipeline {
    /// The template's parameters.
    private static final String STREAM_NAME = "StreamName";

    private static final String BUCKET_PREFIX = "BucketPrefix";

    /// What the template allows a bucket's name to have before the account id.
    private static final int LONGEST_BUCKET_PREFIX = 50;

    private static final String TEMPLATE = "/examples/netflix/pipeline.yaml";
    private static final String FILMS = "/examples/netflix/films.csv";

    private NetflixPipeline() {}

    public static String template() throws IOException {
        try (InputStream template = resource(TEMPLATE)) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// A stack of its own for a stream of this name: stack and bucket are named after it, in the
    /// letters that they may have.
    public static Deployment.Wish wishFor(String stream) throws IOException {
        String plain = stream.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        String prefix = "stream-" + plain;
        String bucket = prefix.substring(0, Math.min(prefix.length(), LONGEST_BUCKET_PREFIX));
        return new Deployment.Wish(
                prefix,
                template(),
                Map.of(STREAM_NAME, stream, BUCKET_PREFIX, bucket),
                List.of(Capability.CAPABILITY_IAM));
    }

    /// 120 films in the assignment's format: no header; id, year, title.
    public static InputStream films() {
        return resource(FILMS);
    }

    private static InputStream resource(String name) {
        InputStream resource = NetflixPipeline.class.getResourceAsStream(name);
        if (resource == null) {
            throw new IllegalStateException("The program was built without " + name);
        }
        return resource;
    }
}
