package io.hydrant.cli.client;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// Whom the commands talk to, and as whom.
///
/// @param endpoint where a Hydrant answers; empty for AWS itself
public record Target(Optional<URI> endpoint, Region region, AwsCredentialsProvider credentials) {

    public boolean isAws() {
        return endpoint.isEmpty();
    }
}
