package io.hydrant.server;

import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.objectstore.DividedSink;
import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.objectstore.RemoteBuckets;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.core.objectstore.WriterPermissions;
import io.hydrant.core.stream.RoleAssumer;
import io.hydrant.s3.RemoteS3;
import io.hydrant.s3.RemoteS3Settings;
import java.io.IOException;
import java.time.InstantSource;

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

    /// AWS has roles of its own, which Hydrant's IAM need not know.
    RoleAssumer roles(RoleAssumer own) {
        return remote.settings().isAws() ? RoleAssumer.orElsewhere(own) : own;
    }

    ObjectSink sink(ObjectSink here) {
        return new DividedSink(store.buckets(), here, remote.sink(permissions, store.account()));
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
