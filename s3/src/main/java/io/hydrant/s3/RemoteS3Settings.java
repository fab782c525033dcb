package io.hydrant.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Which S3 it is.
///
/// @param endpoint where it answers; empty for AWS itself
/// @param region in which it is; empty for what AWS's tools would take
/// @param credentials where its key is kept
/// @param pathStyle whether buckets are always named in the path, and never in the host
/// @param certificates a PEM file with whom to trust beside whom the JDK trusts
/// @param unsafeOverwrite whether objects go into buckets, too, that do not heed conditions
/// @param sameStore whether it is the store of the cluster's other nodes although they name another
///   address
public record RemoteS3Settings(
        Optional<URI> endpoint,
        Optional<String> region,
        CredentialsPlace credentials,
        boolean pathStyle,
        Optional<Path> certificates,
        boolean unsafeOverwrite,
        boolean sameStore,
        PutLimits limits) {
    /// AWS's own.
    public static RemoteS3Settings aws() {
        return new RemoteS3Settings(
                Optional.empty(),
                Optional.empty(),
                new CredentialsPlace.Anywhere(),
                false,
                Optional.empty(),
                false,
                false,
                PutLimits.DEFAULT);
    }

    /// What answers there.
    public static RemoteS3Settings at(URI endpoint) {
        return new RemoteS3Settings(
                Optional.of(endpoint),
                Optional.empty(),
                new CredentialsPlace.Anywhere(),
                false,
                Optional.empty(),
                false,
                false,
                PutLimits.DEFAULT);
    }

    public boolean isAws() {
        return endpoint.isEmpty();
    }

    /// Whether buckets are named in the path. Always where a name before the host's cannot lead
    /// anywhere: the host is an address, or has no domain.
    public boolean inPath() {
        return pathStyle
                || endpoint.map(URI::getHost)
                        .filter(host -> !host.contains(".") || host.matches("[0-9.]+|\\[.*\\]"))
                        .isPresent();
    }

    /// For people.
    public String name() {
        return endpoint.map(URI::toString).orElse("AWS");
    }

    public RemoteS3Settings with(CredentialsPlace others) {
        return new RemoteS3Settings(
                endpoint,
                region,
                others,
                pathStyle,
                certificates,
                unsafeOverwrite,
                sameStore,
                limits);
    }

    public RemoteS3Settings with(PutLimits others) {
        return new RemoteS3Settings(
                endpoint,
                region,
                credentials,
                pathStyle,
                certificates,
                unsafeOverwrite,
                sameStore,
                others);
    }

    /// Of which it is said that it is the store of the cluster's other nodes.
    public RemoteS3Settings asSameStore() {
        return new RemoteS3Settings(
                endpoint,
                region,
                credentials,
                pathStyle,
                certificates,
                unsafeOverwrite,
                true,
                limits);
    }
}
