package io.hydrant.core.cloudformation;

import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.ManagedPolicy;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.stream.DeliveryStream;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is there outside the stacks' own records, and how it is set up; times, versions and random
/// ids are left out.
final class Inventory {
    private static final List<String> SETTINGS =
            List.of(
                    BucketDocument.POLICY,
                    BucketDocument.TAGGING,
                    BucketDocument.CORS,
                    BucketDocument.LIFECYCLE,
                    BucketDocument.ENCRYPTION);

    private Inventory() {}

    /// By kind and name.
    static SortedMap<String, String> of(Cloud cloud) {
        SortedMap<String, String> all = new TreeMap<>();
        for (Bucket bucket : cloud.store.buckets().all()) {
            all.put("bucket " + bucket.name(), bucket(cloud, bucket));
        }
        for (Identity role : cloud.iam.all(Identity.Kind.ROLE)) {
            all.put("role " + role.name(), role(role));
        }
        for (ManagedPolicy policy : cloud.iam.managedPolicies().all()) {
            all.put("policy " + policy.arn(), policy.defaultVersion().document());
        }
        for (DeliveryStream stream : cloud.streams.all()) {
            all.put("stream " + stream.name(), stream.destination() + " " + stream.tags());
        }
        return all;
    }

    private static String bucket(Cloud cloud, Bucket bucket) {
        StringBuilder text = new StringBuilder(bucket.versioning().toString());
        for (String kind : SETTINGS) {
            cloud.store
                    .buckets()
                    .document(bucket, kind)
                    .ifPresent(body -> text.append(' ').append(kind).append('=').append(body));
        }
        return text.toString();
    }

    private static String role(Identity role) {
        return role.path()
                + " "
                + role.inlinePolicies()
                + " "
                + new TreeSet<>(role.attachedPolicyArns())
                + " "
                + role.permissionsBoundary()
                + " "
                + role.tags()
                + " "
                + role.roleSettings();
    }
}
