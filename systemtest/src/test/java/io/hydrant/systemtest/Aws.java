package io.hydrant.systemtest;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.S3BackupMode;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// AWS SDK clients of one server, with its root key or another.
record Aws(URI endpoint, String accessKeyId, String secretAccessKey) {
    static Aws of(ServerProcess server) {
        return new Aws(server.endpoint(), server.accessKeyId(), server.secretAccessKey());
    }

    FirehoseClient firehose() {
        return firehose(1);
    }

    /// A client whose calls have so many attempts at most.
    FirehoseClient firehose(int attempts) {
        return configured(FirehoseClient.builder(), attempts).build();
    }

    /// The same, each attempt of which takes so long at most.
    FirehoseClient firehose(int attempts, Duration attempt) {
        return configured(FirehoseClient.builder(), attempts)
                .overrideConfiguration(settings ->
                        settings.apiCallTimeout(Duration.ofSeconds(60))
                                .apiCallAttemptTimeout(attempt)
                                .retryStrategy(retries -> retries.maxAttempts(attempts)))
                .build();
    }

    S3Client s3() {
        return configured(S3Client.builder().forcePathStyle(true)).build();
    }

    IamClient iam() {
        return configured(IamClient.builder()).build();
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
            B builder) {
        return configured(builder, 1);
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
            B builder, int attempts) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .overrideConfiguration(settings ->
                        settings.apiCallTimeout(Duration.ofSeconds(60))
                                .retryStrategy(retries -> retries.maxAttempts(attempts)))
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(accessKeyId, secretAccessKey)));
    }

    void createBucket(String bucket) {
        try (S3Client s3 = s3()) {
            s3.createBucket(request -> request.bucket(bucket));
        }
    }

    /// A role that Firehose may assume and that may write to the bucket, made with its bucket and a
    /// stream without delimiter, prefix `out/`, and hints of 1 MiB or `intervalSeconds`.
    void createPipeline(String bucket, String stream, int intervalSeconds, String compression) {
        createPipeline(
                bucket,
                stream,
                destination ->
                        destination
                                .prefix("out/")
                                .compressionFormat(compression)
                                .bufferingHints(hints ->
                                        hints.sizeInMBs(1).intervalInSeconds(intervalSeconds)));
    }

    /// The same with more settings of the destination.
    void createPipeline(
            String bucket,
            String stream,
            Consumer<ExtendedS3DestinationConfiguration.Builder> settings) {
        createBucket(bucket);
        createStream(bucket, stream, settings);
    }

    /// The same, whose records are backed up into the bucket `vault`, by the role `keeper`.
    void createBackedPipeline(
            String bucket,
            String stream,
            String vault,
            Consumer<ExtendedS3DestinationConfiguration.Builder> settings) {
        String keeper = createRole("keeper");
        allowWrites("keeper", vault);
        createBucket(vault);
        createPipeline(
                bucket,
                stream,
                destination -> {
                    settings.accept(destination);
                    destination
                            .s3BackupMode(S3BackupMode.ENABLED)
                            .s3BackupConfiguration(backup ->
                                    backup.roleARN(keeper)
                                            .bucketARN("arn:aws:s3:::" + vault)
                                            .bufferingHints(hints ->
                                                    hints.sizeInMBs(1).intervalInSeconds(60)));
                });
    }

    /// The same to a bucket that is there already.
    void createStream(
            String bucket,
            String stream,
            Consumer<ExtendedS3DestinationConfiguration.Builder> settings) {
        try (FirehoseClient firehose = firehose()) {
            String role = createRole(stream + "-delivery");
            allowWrites(stream + "-delivery", bucket);
            firehose.createDeliveryStream(request ->
                    request.deliveryStreamName(stream)
                            .extendedS3DestinationConfiguration(destination ->
                                    destination
                                            .roleARN(role)
                                            .bucketARN("arn:aws:s3:::" + bucket)
                                            .applyMutation(settings)));
        }
    }

    /// A role that Firehose may assume and that may do nothing yet; returns its ARN.
    String createRole(String role) {
        try (IamClient iam = iam()) {
            return iam.createRole(request ->
                            request.roleName(role)
                                    .assumeRolePolicyDocument(
                                            """
                                            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                            "Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
                                            """))
                    .role()
                    .arn();
        }
    }

    void allowWrites(String role, String bucket) {
        try (IamClient iam = iam()) {
            iam.putRolePolicy(request ->
                    request.roleName(role)
                            .policyName("write")
                            .policyDocument(
                                    """
                                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject",
                                    "Resource":"arn:aws:s3:::%s/*"}]}\
                                    """
                                            .formatted(bucket)));
        }
    }

    void forbidWrites(String role) {
        try (IamClient iam = iam()) {
            iam.deleteRolePolicy(request -> request.roleName(role).policyName("write"));
        }
    }

    /// Every object under the prefix, in order of its key.
    List<String> keys(String bucket, String prefix) {
        try (S3Client s3 = s3()) {
            return s3
                    .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
        }
    }

    /// The lines of one object.
    List<String> linesOf(String bucket, String key) {
        try (S3Client s3 = s3()) {
            return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asUtf8String()
                    .lines()
                    .toList();
        }
    }
}
