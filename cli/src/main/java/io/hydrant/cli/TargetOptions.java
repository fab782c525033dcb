package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.CommandTarget;
import io.hydrant.cli.client.ServerHealth;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.ShellWord;
import io.hydrant.server.CredentialsFile;
import io.hydrant.server.RootCredentials;
import io.hydrant.server.RunningServer;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// Whom a command talks to: a Hydrant, or AWS with `--aws`.
public final class TargetOptions {
    /// Signs where no key is needed: AWS's programs and SDKs sign nothing without one.
    private static final AwsCredentials ANY_KEY = AwsBasicCredentials.create("anyone", "anyone");

    private static final System.Logger LOG = System.getLogger(TargetOptions.class.getName());

    static final URI DEFAULT_ENDPOINT = URI.create("http://127.0.0.1:4566");

    private final Surroundings surroundings;

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description =
                    "The Hydrant to talk to. Default: AWS_ENDPOINT_URL, else where the server of the data directory (--data)"
                            + " answers that runs on this machine, else http://127.0.0.1:4566.")
    private @Nullable URI endpointUrl;

    @Option(
            names = "--aws",
            description =
                    "Talk to AWS itself, with the credentials and the region that the aws CLI would use.")
    private boolean aws;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description =
                    "Default: the one that the server says it is in; in AWS, AWS_REGION and the like.")
    private @Nullable String region;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The server's data directory, whose root key is used when AWS_ACCESS_KEY_ID is not"
                            + " set. Default: ~/.hydrant.")
    private @Nullable Path data;

    @Option(
            names = "--s3-credentials",
            paramLabel = "PROFILE|env|instance",
            description =
                    "Where the key for the server's other S3 is, if it has one (serve --s3-endpoint). Default: where the server"
                            + " has its own.")
    private @Nullable String s3Credentials;

    private boolean isHealthKnown;
    private Optional<ServerHealth> health = Optional.empty();

    TargetOptions(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// The clients to reach it with. The caller closes them.
    Clients connect() {
        return new Clients(target());
    }

    boolean isAws() {
        return aws;
    }

    CommandTarget target() {
        if (!aws) {
            return new CommandTarget(
                    Optional.of(endpoint()),
                    Region.of(localRegion()),
                    StaticCredentialsProvider.create(localCredentials()),
                    Optional.ofNullable(s3Credentials),
                    trusted());
        }
        if (endpointUrl != null) {
            throw CommandFailure.wrongUsage(
                    "--aws and --endpoint-url name two different services.", "Give one of them.");
        }
        refuseAnotherEndpoint();
        return new CommandTarget(
                Optional.empty(),
                awsRegion(),
                DefaultCredentialsProvider.builder().build(),
                Optional.empty(),
                List.of());
    }

    /// The SDK would follow AWS_ENDPOINT_URL even where AWS itself is asked for: rows would go to
    /// the wrong place.
    private void refuseAnotherEndpoint() {
        surroundings
                .variable("AWS_ENDPOINT_URL")
                .ifPresent(url -> {
                    throw new CommandFailure(
                            "--aws asks for AWS, but this shell's AWS programs are pointed at "
                                    + url
                                    + " (AWS_ENDPOINT_URL).",
                            "Take that away first: eval \"$(hydrant env --unset)\"");
                });
    }

    /// For https: what AWS_CA_BUNDLE names, as for other AWS programs, and the certificate that the
    /// server on this machine made for itself. The server's other S3 may be at https when it is
    /// not.
    private List<Path> trusted() {
        if (!"https".equals(endpoint().getScheme())) {
            return surroundings
                    .variable("AWS_CA_BUNDLE")
                    .map(Path::of)
                    .filter(Files::exists)
                    .stream()
                    .toList();
        }
        return Stream.concat(
                        surroundings.variable("AWS_CA_BUNDLE").map(Path::of).stream(),
                        selfSignedCertificate().stream())
                .toList();
    }

    Optional<Path> selfSignedCertificate() {
        return Optional.of(dataDirectory().resolve("tls").resolve("hydrant.pem"))
                .filter(Files::exists);
    }

    URI endpoint() {
        if (endpointUrl != null) {
            return checked(endpointUrl);
        }
        return surroundings
                .variable("AWS_ENDPOINT_URL")
                .map(text -> checked(URI.create(text)))
                .or(() -> RunningServer.in(dataDirectory()).flatMap(RunningServer::endpoint))
                .orElse(DEFAULT_ENDPOINT);
    }

    /// The one that is named; else the one that the server is in, if it answers; else the shell's.
    String localRegion() {
        if (region != null) {
            return region;
        }
        String ofShell =
                surroundings
                        .variable("AWS_REGION")
                        .or(() -> surroundings.variable("AWS_DEFAULT_REGION"))
                        .filter(name -> !name.isBlank())
                        .orElse(ServerSettings.REGION);
        return health().flatMap(ServerHealth::region).orElse(ofShell);
    }

    /// Empty when nobody answers.
    private Optional<ServerHealth> health() {
        if (!isHealthKnown) {
            health = ServerHealth.of(endpoint(), trusted());
            isHealthKnown = true;
        }
        return health;
    }

    /// The environment's key when there is one, else the root key of the server on this machine,
    /// else any where the server needs none.
    AwsCredentials localCredentials() {
        return shellCredentials().or(this::ownCredentials).orElseThrow(this::noKey);
    }

    private Optional<AwsCredentials> shellCredentials() {
        Optional<String> id = surroundings.variable("AWS_ACCESS_KEY_ID");
        Optional<String> secret = surroundings.variable("AWS_SECRET_ACCESS_KEY");
        if (id.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> token = surroundings.variable("AWS_SESSION_TOKEN");
        return Optional.of(
                token.isPresent()
                        ? AwsSessionCredentials.create(id.get(), secret.get(), token.get())
                        : AwsBasicCredentials.create(id.get(), secret.get()));
    }

    private Optional<AwsCredentials> ownCredentials() {
        Optional<AwsCredentials> root = rootCredentials();
        boolean isAnyTaken =
                root.isEmpty() && health().map(found -> !found.needsKey()).orElse(false);
        return isAnyTaken ? Optional.of(ANY_KEY) : root;
    }

    /// The id of the shell's key, where it is taken although the server's own directory may have
    /// another.
    Optional<String> keptKey() {
        Optional<AwsCredentials> shell = data == null ? shellCredentials() : Optional.empty();
        if (shell.isEmpty() || health().map(found -> !found.needsKey()).orElse(false)) {
            return Optional.empty();
        }
        Optional<AwsCredentials> root = Optional.empty();
        try {
            root =
                    CredentialsFile.read(dataDirectory().resolve("credentials"))
                            .map(TargetOptions::signing);
        } catch (IOException unreadable) {
            LOG.log(Level.DEBUG, "The key of the data directory cannot be read", unreadable);
        }
        return root.equals(shell) ? Optional.empty() : shell.map(AwsCredentials::accessKeyId);
    }

    /// The options of `hydrant env` that take the key of the usual data directory.
    String optionsForOwnKey() {
        return "--data "
                + ShellWord.of(surroundings.defaultDataDirectory())
                + (endpointUrl == null ? "" : " --endpoint-url " + ShellWord.of(endpointUrl));
    }

    /// What `hydrant env` tells a shell: the key of the data directory when one is named, whatever
    /// the shell has from before.
    AwsCredentials credentialsForShell() {
        if (data == null) {
            return localCredentials();
        }
        Path file = data.resolve("credentials");
        if (Files.notExists(file)) {
            throw new CommandFailure(
                    "There is no key in " + data + ": " + file + " does not exist.",
                    "Name the directory that the server was started with; it makes its key when it starts.");
        }
        return rootCredentials().orElseThrow(this::noKey);
    }

    private CommandFailure noKey() {
        return new CommandFailure(
                "There is no key to sign with: AWS_ACCESS_KEY_ID is not set and "
                        + credentialsFile()
                        + " does not exist.",
                health().isPresent()
                        ? "The server at "
                                + endpoint()
                                + " asks for a key: name its data directory with --data, or set AWS_ACCESS_KEY_ID and"
                                + " AWS_SECRET_ACCESS_KEY."
                        : "Start a server on this machine with `hydrant serve`; name the directory with --data where it keeps its"
                                + " state elsewhere; or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
    }

    private Optional<AwsCredentials> rootCredentials() {
        Path file = credentialsFile();
        try {
            return CredentialsFile.read(file).map(TargetOptions::signing);
        } catch (AccessDeniedException e) {
            throw new CommandFailure(
                    "The key in " + file + " may not be read by this user.",
                    "Run as the user that runs the server, or set AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY.");
        } catch (IOException e) {
            throw new CommandFailure(
                    "The key in " + file + " cannot be read: " + e.getMessage(),
                    "Run as the user that runs the server, or set AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY.");
        }
    }

    private static AwsCredentials signing(RootCredentials root) {
        return AwsBasicCredentials.create(root.accessKeyId(), root.secretAccessKey().reveal());
    }

    /// The key of the server's data directory; where there is none, the file that the environment
    /// names for AWS's programs.
    private Path credentialsFile() {
        Path own = dataDirectory().resolve("credentials");
        return Files.notExists(own)
                ? surroundings
                        .variable("AWS_SHARED_CREDENTIALS_FILE")
                        .map(Path::of)
                        .filter(Files::isRegularFile)
                        .orElse(own)
                : own;
    }

    Path dataDirectory() {
        return data != null ? data : surroundings.defaultDataDirectory();
    }

    private Region awsRegion() {
        if (region != null) {
            return Region.of(region);
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            throw new CommandFailure(
                    "No AWS region is set.",
                    "Give --region, or set AWS_REGION, or run `aws configure`.");
        }
    }

    private static URI checked(URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null) {
            throw CommandFailure.wrongUsage(
                    "\"" + url + "\" is not the URL of a server.",
                    "Write it like http://127.0.0.1:4566.");
        }
        return url;
    }
}
