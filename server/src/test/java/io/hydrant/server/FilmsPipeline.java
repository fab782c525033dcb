package io.hydrant.server;

import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/// A stream `films` that delivers into a bucket `films` with a role that may do just that.
public final class FilmsPipeline {
    private FilmsPipeline() {}

    public static void create(
            S3Client s3, IamClient iam, FirehoseClient firehose, int intervalSeconds) {
        s3.createBucket(request -> request.bucket("films"));
        String role =
                iam.createRole(request ->
                                request.roleName("delivery")
                                        .assumeRolePolicyDocument(
                                                """
                                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
                                                """))
                        .role()
                        .arn();
        iam.putRolePolicy(request ->
                request.roleName("delivery")
                        .policyName("write")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::films/*"}]}\
                                """));
        firehose.createDeliveryStream(request ->
                request.deliveryStreamName("films")
                        .extendedS3DestinationConfiguration(destination ->
                                destination
                                        .roleARN(role)
                                        .bucketARN("arn:aws:s3:::films")
                                        .bufferingHints(hints ->
                                                hints.sizeInMBs(1)
                                                        .intervalInSeconds(intervalSeconds))));
    }

    /// Another stream into the same bucket, with the same role.
    public static void another(FirehoseClient firehose, String stream) {
        firehose.createDeliveryStream(request ->
                request.deliveryStreamName(stream)
                        .extendedS3DestinationConfiguration(destination ->
                                destination
                                        .roleARN("arn:aws:iam::000000000000:role/delivery")
                                        .bucketARN("arn:aws:s3:::films")));
    }
}
