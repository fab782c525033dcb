package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.s3.RemoteS3Settings;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The other S3 of `hydrant serve`.
final class ServerS3Options {
    @Mixin private S3Options s3 = new S3Options();

    @Option(
            names = "--s3-unsafe-overwrite",
            description =
                    "Deliver into buckets, too, that do not heed If-None-Match: an object whose"
                        + " answer was lost is put again, over itself. Default: such a bucket is"
                        + " refused, and its records wait.")
    private boolean unsafeOverwrite;

    @Option(
            names = "--s3-same-store",
            description =
                    "The store is the one of the cluster's other nodes, although --s3-endpoint is"
                        + " not the address that they name: it has several, or has moved with all"
                        + " its objects.")
    private boolean sameStore;

    /// @param port on which the server itself listens
    Optional<RemoteS3Settings> settings(Surroundings surroundings, int port) {
        Optional<RemoteS3Settings> remote = s3.settings(surroundings, unsafeOverwrite);
        remote.flatMap(RemoteS3Settings::endpoint)
                .filter(endpoint -> port != 0 && endpoint.getPort() == port)
                .filter(endpoint -> ListenAddress.isHere(endpoint.getHost()))
                .ifPresent(endpoint -> {
                    throw CommandFailure.wrongUsage(
                            "--s3-endpoint " + endpoint + " is this server itself.",
                            "Its own store needs no --s3-endpoint: leave it out.");
                });
        if (remote.isEmpty() && sameStore) {
            throw CommandFailure.wrongUsage(
                    "--s3-same-store says something of an S3 that is not named.",
                    "Name it, for example --s3-endpoint https://s3.example.com, or --s3-endpoint"
                        + " aws.");
        }
        return sameStore ? remote.map(RemoteS3Settings::asSameStore) : remote;
    }
}
