package io.hydrant.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// What a load needs on the server, made by the AWS SDK: a bucket, a role that may write to it, and
/// streams that deliver into it.
public final class Pipeline implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final S3Client s3;
    private final FirehoseClient firehose;
    private final String bucket;
    private final String role;

    private Pipeline(S3Client s3, FirehoseClient firehose, String bucket, String role) {
        this.s3 = s3;
        this.firehose = firehose;
        this.bucket = bucket;
        this.role = role;
    }

    /// @param name of the bucket and of the role; must be new
    static Pipeline create(MeasuredServer target, String name) {
        return create(target, target, name);
    }

    /// The same with the bucket in another S3.
    public static Pipeline create(MeasuredServer target, MeasuredServer store, String name) {
        S3Client s3 = configured(S3Client.builder().forcePathStyle(true), store).build();
        FirehoseClient firehose = configured(FirehoseClient.builder(), target).build();
        s3.createBucket(request -> request.bucket(name));
        try (IamClient iam = configured(IamClient.builder(), target).build()) {
            String role =
                    iam.createRole(request ->
                                    request.roleName(name)
                                            .assumeRolePolicyDocument(
                                                    """
                                                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                                    "Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
                                                    """))
                            .role()
                            .arn();
            iam.putRolePolicy(request ->
                    request.roleName(name)
                            .policyName("write")
                            .policyDocument(
                                    """
                                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*",
                                    "Resource":["arn:aws:s3:::%s","arn:aws:s3:::%s/*"]},{"Effect":"Allow",
                                    "Action":"lambda:InvokeFunction","Resource":"*"}]}\
                                    """
                                            .formatted(name, name)));
            return new Pipeline(s3, firehose, name, role);
        }
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
            B builder, MeasuredServer target) {
        return builder.endpointOverride(target.endpoint())
                .region(Region.of(target.region()))
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        target.accessKeyId(), target.secretAccessKey())));
    }

    /// A stream that delivers uncompressed objects, with these hints; returns once it is active.
    public void createStream(String name, int sizeInMegabytes, Duration interval)
            throws IOException {
        createStream(name, sizeInMegabytes, interval, ProcessedRecords.plain);
    }

    /// A stream whose records go through something before.
    void createStream(
            String name, int sizeInMegabytes, Duration interval, ProcessedRecords processed)
            throws IOException {
        firehose.createDeliveryStream(request ->
                request.deliveryStreamName(name)
                        .extendedS3DestinationConfiguration(destination ->
                                processed.configure(
                                        destination
                                                .roleARN(role)
                                                .bucketARN("arn:aws:s3:::" + bucket)
                                                .prefix(name + "/")
                                                .bufferingHints(hints ->
                                                        hints.sizeInMBs(sizeInMegabytes)
                                                                .intervalInSeconds(
                                                                        (int)
                                                                                interval
                                                                                        .toSeconds())))));
        waitFor("the stream " + name + " is active", () -> isActive(name));
    }

    private boolean isActive(String name) {
        return firehose.describeDeliveryStream(request -> request.deliveryStreamName(name))
                        .deliveryStreamDescription()
                        .deliveryStreamStatus()
                == DeliveryStreamStatus.ACTIVE;
    }

    /// Waits until so many bytes are in the stream's objects, and tells how many objects these are.
    long awaitDelivered(String stream, long bytes) throws IOException {
        waitFor(bytes + " bytes of " + stream + " are delivered", () -> size(stream) >= bytes);
        if (size(stream) > bytes) {
            throw new IOException(
                    "More was delivered than sent: %d bytes of %d".formatted(size(stream), bytes));
        }
        return s3
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(stream + "/"))
                .contents()
                .stream()
                .count();
    }

    private long size(String stream) {
        return s3
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(stream + "/"))
                .contents()
                .stream()
                .mapToLong(S3Object::size)
                .sum();
    }

    private interface Condition {
        boolean holds();
    }

    private static void waitFor(String what, Condition condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("After " + PATIENCE + " it is not so that " + what);
            }
            try {
                TimeUnit.SECONDS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted", e);
            }
        }
    }

    @Override
    public void close() {
        s3.close();
        firehose.close();
    }
}
