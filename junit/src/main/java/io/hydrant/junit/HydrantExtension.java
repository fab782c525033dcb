package io.hydrant.junit;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A fresh Hydrant for a test class, or for each test: JUnit 5 and 6.
///
/// ```java
/// class FilmsIT {
///     @RegisterExtension static final HydrantExtension hydrant = new HydrantExtension();
///
///     @Test
///     void aFilmArrives() {
///         String bucket = hydrant.createStream("films");
///         try (FirehoseClient firehose = FirehoseClient.builder()
///                 .endpointOverride(hydrant.endpoint())
///                 .region(Region.of(hydrant.region()))
///                 .credentialsProvider(StaticCredentialsProvider.create(
///                         AwsBasicCredentials.create(hydrant.accessKeyId(), hydrant.secretAccessKey())))
///                 .build()) {
///             …
///         }
///     }
/// }
/// ```
///
/// In a static field it has one server for all tests of the class, in a field of the instance one
/// for each test. Classes that run in parallel have servers of their own. The program `hydrant`
/// must be installed, or be named by HYDRANT in the environment or the system property
/// `hydrant.program`; it brings its own Java, and these classes need Java 17 alone.
public final class HydrantExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private final String[] options;
    private boolean isOfTheClass;
    private @Nullable HydrantServer server;

    /// @param options more options of `hydrant serve`, for example `--lambda`,
    ///   `films=src/films.py:handler`
    public HydrantExtension(String... options) {
        this.options = options.clone();
    }

    /// The server that runs.
    ///
    /// @throws IllegalStateException outside of the tests
    public HydrantServer server() {
        if (server == null) {
            throw new IllegalStateException(
                    "The server runs while tests do: is the field annotated with @RegisterExtension?");
        }
        return server;
    }

    /// @see HydrantServer#endpoint
    public URI endpoint() {
        return server().endpoint();
    }

    /// @see HydrantServer#region
    public String region() {
        return server().region();
    }

    /// @see HydrantServer#accessKeyId
    public String accessKeyId() {
        return server().accessKeyId();
    }

    /// @see HydrantServer#secretAccessKey
    public String secretAccessKey() {
        return server().secretAccessKey();
    }

    /// @see HydrantServer#systemProperties
    public Map<String, String> systemProperties() {
        return server().systemProperties();
    }

    /// @see HydrantServer#createStream
    public String createStream(String name) {
        return server().createStream(name);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        isOfTheClass = true;
        server = HydrantServer.start(options);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!isOfTheClass) {
            server = HydrantServer.start(options);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!isOfTheClass) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    private void stop() {
        HydrantServer running = server;
        server = null;
        if (running != null) {
            running.close();
        }
    }
}
