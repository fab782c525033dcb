package io.hydrant.core.objectstore;

import io.hydrant.core.iam.Principal;
import java.io.IOException;

/// Delivers into the embedded store what goes into one of its buckets, and everything else
/// elsewhere. Safe for use from many threads.
///
/// @param here the embedded store's, and `buckets` those that it has
public record DividedSink(Buckets buckets, ObjectSink here, ObjectSink elsewhere)
        implements ObjectSink {
    @Override
    public Outcome putIfAbsent(Draft draft) throws IOException {
        if (buckets.find(draft.bucket()).isEmpty()) {
            return elsewhere.putIfAbsent(draft);
        }
        if (draft.writer() instanceof Principal.RoleSession role && !role.isOwn()) {
            throw new ObjectSinkException(
                    "S3.AccessDenied",
                    "The role %s is not one that this server lets Firehose assume, and the bucket %s is in the server's own store"
                            .formatted(role.roleArn(), draft.bucket()));
        }
        return here.putIfAbsent(draft);
    }
}
