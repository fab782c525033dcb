package io.hydrant.server.s3;

import io.hydrant.core.objectstore.RemoteBuckets;

/// The buckets of the other S3 of a server.
///
/// @param isOnly whether the server makes none of its own: other servers that share everything with
///   it could not reach them
public record OtherBuckets(RemoteBuckets buckets, boolean isOnly) {}
