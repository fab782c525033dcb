package io.hydrant.core.iam;

import java.util.List;
import java.util.stream.Stream;

/// The actions that a bucket's policy can speak of, as AWS lists them, by what they are done to.
/// Some of them Hydrant never asks for; a policy may name them all the same, as AWS's examples do.
final class S3Actions {
    /// What an action is done to.
    enum Target {
        BUCKET,
        OBJECT
    }

    record Action(String name, Target target) {}

    private static final List<Action> ALL =
            Stream.concat(
                            of(
                                    Target.BUCKET,
                                    "CreateBucket",
                                    "CreateBucketMetadataTableConfiguration",
                                    "DeleteBucket",
                                    "DeleteBucketMetadataTableConfiguration",
                                    "DeleteBucketOwnershipControls",
                                    "DeleteBucketPolicy",
                                    "DeleteBucketWebsite",
                                    "GetAccelerateConfiguration",
                                    "GetAnalyticsConfiguration",
                                    "GetBucketAbac",
                                    "GetBucketAcl",
                                    "GetBucketCORS",
                                    "GetBucketLocation",
                                    "GetBucketLogging",
                                    "GetBucketMetadataTableConfiguration",
                                    "GetBucketNotification",
                                    "GetBucketObjectLockConfiguration",
                                    "GetBucketOwnershipControls",
                                    "GetBucketPolicy",
                                    "GetBucketPolicyStatus",
                                    "GetBucketPublicAccessBlock",
                                    "GetBucketRequestPayment",
                                    "GetBucketTagging",
                                    "GetBucketVersioning",
                                    "GetBucketWebsite",
                                    "GetEncryptionConfiguration",
                                    "GetIntelligentTieringConfiguration",
                                    "GetInventoryConfiguration",
                                    "GetLifecycleConfiguration",
                                    "GetMetricsConfiguration",
                                    "GetReplicationConfiguration",
                                    "ListBucket",
                                    "ListBucketMultipartUploads",
                                    "ListBucketVersions",
                                    "ListTagsForResource",
                                    "PutAccelerateConfiguration",
                                    "PutAnalyticsConfiguration",
                                    "PutBucketAbac",
                                    "PutBucketAcl",
                                    "PutBucketCORS",
                                    "PutBucketLogging",
                                    "PutBucketNotification",
                                    "PutBucketObjectLockConfiguration",
                                    "PutBucketOwnershipControls",
                                    "PutBucketPolicy",
                                    "PutBucketPublicAccessBlock",
                                    "PutBucketRequestPayment",
                                    "PutBucketTagging",
                                    "PutBucketVersioning",
                                    "PutBucketWebsite",
                                    "PutEncryptionConfiguration",
                                    "PutIntelligentTieringConfiguration",
                                    "PutInventoryConfiguration",
                                    "PutLifecycleConfiguration",
                                    "PutMetricsConfiguration",
                                    "PutReplicationConfiguration",
                                    "TagResource",
                                    "UntagResource",
                                    "UpdateBucketMetadataInventoryTableConfiguration",
                                    "UpdateBucketMetadataJournalTableConfiguration"),
                            of(
                                    Target.OBJECT,
                                    "AbortMultipartUpload",
                                    "BypassGovernanceRetention",
                                    "DeleteObject",
                                    "DeleteObjectTagging",
                                    "DeleteObjectVersion",
                                    "DeleteObjectVersionTagging",
                                    "GetObject",
                                    "GetObjectAcl",
                                    "GetObjectAttributes",
                                    "GetObjectLegalHold",
                                    "GetObjectRetention",
                                    "GetObjectTagging",
                                    "GetObjectTorrent",
                                    "GetObjectVersion",
                                    "GetObjectVersionAcl",
                                    "GetObjectVersionAttributes",
                                    "GetObjectVersionForReplication",
                                    "GetObjectVersionTagging",
                                    "GetObjectVersionTorrent",
                                    "InitiateReplication",
                                    "ListMultipartUploadParts",
                                    "ObjectOwnerOverrideToBucketOwner",
                                    "PutObject",
                                    "PutObjectAcl",
                                    "PutObjectLegalHold",
                                    "PutObjectRetention",
                                    "PutObjectTagging",
                                    "PutObjectVersionAcl",
                                    "PutObjectVersionTagging",
                                    "ReplicateDelete",
                                    "ReplicateObject",
                                    "ReplicateTags",
                                    "RestoreObject",
                                    "UpdateObjectEncryption"))
                    .toList();

    private S3Actions() {}

    /// Those that a pattern (`s3:Get*`, `*`) stands for.
    static List<Action> named(String pattern) {
        return ALL.stream()
                .filter(action -> Glob.matchesIgnoringCase(pattern, action.name()))
                .toList();
    }

    private static Stream<Action> of(Target target, String... names) {
        return Stream.of(names).map(name -> new Action("s3:" + name, target));
    }
}
