package io.hydrant.cli.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// Whom the commands talk to, and as whom.
///
/// @param endpoint where a Hydrant answers; empty for AWS itself
/// @param s3Credentials where the key for the server's other S3 is, if that is said
/// @param trusted PEM files with certificates that are accepted beside those that the JDK accepts
public record CommandTarget(
        Optional<URI> endpoint,
        Region region,
        AwsCredentialsProvider credentials,
        Optional<String> s3Credentials,
        List<Path> trusted) {
    public CommandTarget {
        trusted = List.copyOf(trusted);
    }

    public boolean isAws() {
        return endpoint.isEmpty();
    }
}
