package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.s3.CredentialsPlace;
import io.hydrant.s3.PutLimits;
import io.hydrant.s3.RemoteS3Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which S3 there is beside the server's own store. Nothing of it is loaded where there is none.
final class S3Options {
    private static final String ENDPOINT = "--s3-endpoint";

    @Option(
            names = ENDPOINT,
            paramLabel = "URL|aws",
            description =
                    "Another S3, for every bucket that the server's own store does not have: where"
                        + " it answers (Ceph, MinIO, Garage, another Hydrant …), or aws for AWS's"
                        + " own.")
    private @Nullable String endpoint;

    @Option(
            names = "--s3-region",
            paramLabel = "REGION",
            description =
                    "The region that this S3 is in. Default: --region; with aws the one that AWS's"
                        + " tools would take.")
    private @Nullable String region;

    @Option(
            names = "--s3-credentials",
            paramLabel = "PROFILE|env|instance",
            description =
                    "Where the key for this S3 is: a profile of ~/.aws, env (AWS_ACCESS_KEY_ID and"
                        + " AWS_SECRET_ACCESS_KEY), or instance (the role of the container or the"
                        + " machine). Default: wherever AWS's tools look.")
    private @Nullable String credentials;

    @Option(
            names = "--s3-path-style",
            description =
                    "Name buckets in the path (https://host/bucket/key), and not in the host."
                        + " Always so where the host is an address or a name without a dot.")
    private boolean pathStyle;

    @Option(
            names = "--s3-ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust beside those that Java trusts.")
    private @Nullable Path certificates;

    boolean isGiven() {
        return endpoint != null;
    }

    /// Empty when there is no other S3.
    ///
    /// @param unsafeOverwrite as `serve` is told
    Optional<RemoteS3Settings> settings(Surroundings surroundings, boolean unsafeOverwrite) {
        if (endpoint == null) {
            refuseWithoutEndpoint(unsafeOverwrite);
            return Optional.empty();
        }
        Optional<URI> url = endpoint.equals("aws") ? Optional.empty() : Optional.of(url(endpoint));
        if (url.isEmpty()) {
            refuseAnotherEndpoint(surroundings);
        }
        checkRegion();
        checkCertificates();
        return Optional.of(
                new RemoteS3Settings(
                        url,
                        Optional.ofNullable(region),
                        place(surroundings),
                        pathStyle,
                        Optional.ofNullable(certificates),
                        unsafeOverwrite,
                        false,
                        PutLimits.DEFAULT));
    }

    /// The SDK would follow it where AWS itself is asked for: objects would go to the wrong place.
    private static void refuseAnotherEndpoint(Surroundings surroundings) {
        for (String name : List.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")) {
            surroundings
                    .variable(name)
                    .filter(there -> !there.isBlank())
                    .ifPresent(there -> {
                        throw CommandFailure.wrongUsage(
                                "--s3-endpoint aws asks for AWS, but this shell's AWS programs are"
                                    + " pointed at "
                                        + there
                                        + " ("
                                        + name
                                        + ").",
                                "Take that away first (`unset "
                                        + name
                                        + "`), or name that S3: --s3-endpoint "
                                        + there);
                    });
        }
    }

    private void refuseWithoutEndpoint(boolean unsafeOverwrite) {
        String alone =
                region != null
                        ? "--s3-region"
                        : credentials != null
                                ? "--s3-credentials"
                                : pathStyle
                                        ? "--s3-path-style"
                                        : certificates != null
                                                ? "--s3-ca"
                                                : unsafeOverwrite ? "--s3-unsafe-overwrite" : "";
        if (!alone.isEmpty()) {
            throw CommandFailure.wrongUsage(
                    alone + " says something of an S3 that is not named.",
                    "Name it, for example --s3-endpoint https://s3.example.com, or --s3-endpoint"
                        + " aws.");
        }
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            String path = String.valueOf(url.getRawPath());
            if ((scheme.equals("http") || scheme.equals("https"))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && (path.isEmpty() || path.equals("/"))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw CommandFailure.wrongUsage(
                ENDPOINT + ": \"" + text + "\" is not the URL of an S3.",
                "For example https://s3.example.com or http://127.0.0.1:9000, without a bucket; or"
                    + " aws for AWS's own.");
    }

    private void checkRegion() {
        if (region != null && !region.matches("[a-zA-Z0-9][a-zA-Z0-9-]{0,62}")) {
            throw CommandFailure.wrongUsage(
                    "--s3-region: \"" + region + "\" is not a region.",
                    "For example us-east-1, or whatever this S3 calls its own.");
        }
    }

    private void checkCertificates() {
        if (certificates != null && !Files.isReadable(certificates)) {
            throw CommandFailure.wrongUsage(
                    "--s3-ca: there is no file " + certificates + " that can be read.",
                    "It holds the certificates to trust, in PEM.");
        }
    }

    private CredentialsPlace place(Surroundings surroundings) {
        if (credentials != null && credentials.isBlank()) {
            throw CommandFailure.wrongUsage(
                    "--s3-credentials is empty.",
                    "Give a profile's name, env or instance; or leave it out.");
        }
        CredentialsPlace place = CredentialsPlace.named(credentials == null ? "" : credentials);
        Optional<String> absence = place.absence(name -> surroundings.variable(name).isPresent());
        if (absence.isPresent()) {
            throw CommandFailure.wrongUsage(
                    "--s3-credentials " + credentials + ": " + absence.get(),
                    "Make it (`aws configure --profile NAME`), or name another place.");
        }
        return place;
    }
}
