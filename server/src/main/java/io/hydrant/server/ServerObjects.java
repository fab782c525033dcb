package io.hydrant.server;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.objectstore.DividedSink;
import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.objectstore.RemoteBuckets;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.WriterPermissions;
import io.hydrant.core.stream.RoleAssumer;
import io.hydrant.s3.RemoteS3;
import io.hydrant.s3.RemoteS3Settings;
import io.hydrant.server.cluster.SharedStore;
import io.hydrant.server.cluster.StandingAside;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// The remote S3 of a server that has one beside its own store. A bucket that the server's own
/// store has is there; any other is at the remote one. Safe for use from many threads.
final class ServerObjects implements AutoCloseable {
    private final RemoteS3 remote;
    private final S3Store store;
    private final WriterPermissions permissions;

    private ServerObjects(RemoteS3 remote, S3Store store, WriterPermissions permissions) {
        this.remote = remote;
        this.store = store;
        this.permissions = permissions;
    }

    static ServerObjects open(
            RemoteS3Settings settings, S3Store store, Authorizer authorizer, InstantSource clock)
            throws IOException {
        RemoteS3 remote = RemoteS3.open(settings, store.region());
        return new ServerObjects(
                remote,
                store,
                new WriterPermissions(authorizer, remote.region().id(), store.account(), clock));
    }

    /// The nodes of a cluster deliver into one store.
    static void refuseAnotherStore(ServerSettings settings, Database catalog) throws IOException {
        if (settings.isShared()) {
            RemoteS3Settings remote = settings.remoteS3().orElseThrow();
            SharedStore.check(
                    catalog,
                    remote.name() + remote.region().map(region -> " in " + region).orElse(""),
                    settings.data().toString(),
                    remote.sameStore());
        }
    }

    /// Refuses buckets of its own to a node: others could neither read nor fill them.
    static void refuseOwnBuckets(ServerSettings settings, S3Store store) throws IOException {
        if (settings.isShared() && !store.buckets().all().isEmpty()) {
            throw new IOException(
                    "The data directory has buckets of its own, such as %s, which other nodes cannot reach: servers with --kafka, --database and --s3-endpoint share everything. Start with another --data directory; or without --s3-endpoint, copy the objects, and delete the buckets"
                            .formatted(store.buckets().all().getFirst().name()));
        }
    }

    /// AWS has roles of its own, which Hydrant's IAM need not know.
    RoleAssumer roles(RoleAssumer own) {
        return remote.settings().isAws() ? RoleAssumer.orElsewhere(own) : own;
    }

    /// Where objects go: into the server's own store alone, or by their buckets into either.
    static ObjectSink sink(Optional<ServerObjects> elsewhere, ObjectSink here) {
        return elsewhere.isPresent() ? elsewhere.get().sink(here) : here;
    }

    private ObjectSink sink(ObjectSink here) {
        return new DividedSink(store.buckets(), here, remote.sink(permissions, store.account()));
    }

    /// Has a node leave delivery to others while it alone cannot use the S3.
    ///
    /// @param decided hears whether it does
    StandingAside standingAside(Consumer<Boolean> decided) {
        return new StandingAside(remote.reach(), remote::probe, decided);
    }

    RemoteBuckets buckets() {
        return remote.buckets();
    }

    /// The server stops: what hangs is not waited for.
    void endSoon() {
        remote.endSoon();
    }

    @Override
    public void close() {
        remote.close();
    }
}
