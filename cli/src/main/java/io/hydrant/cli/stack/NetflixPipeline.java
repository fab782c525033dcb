package io.hydrant.cli.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The template of the assignment, `examples/netflix/pipeline.yaml`, as the program ships it: a
/// delivery stream, its bucket, and the role and policy that it delivers with.
public final class NetflixPipeline {
    /// The stream's name when nothing else is asked for.
    public static final String STREAM = "movies-netflix";

    /// The parameter that names the stream.
    public static final String STREAM_PARAMETER = "StreamName";

    private static final String RESOURCE = "/examples/netflix/pipeline.yaml";

    private NetflixPipeline() {}

    public static String template() throws IOException {
        try (InputStream template = NetflixPipeline.class.getResourceAsStream(RESOURCE)) {
            if (template == null) {
                throw new IllegalStateException("The program was built without " + RESOURCE);
            }
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
