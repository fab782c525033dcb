package io.hydrant.server;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/// A whole server in this process, with the clients of its root user.
public final class RunningAccount implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public final Hydrant hydrant;
    public final IamClient iam;
    public final S3Client s3;
    public final CloudFormationClient cloudFormation;

    public RunningAccount(Path data) throws IOException {
        this(ServerSettings.local(data));
    }

    public RunningAccount(ServerSettings settings) throws IOException {
        hydrant = Hydrant.start(settings);
        AwsCredentials root = root();
        iam = client(IamClient.builder(), root);
        s3 = s3(root);
        cloudFormation = client(CloudFormationClient.builder(), root);
    }

    public AwsCredentials root() {
        return AwsBasicCredentials.create(
                hydrant.rootCredentials().accessKeyId(),
                hydrant.rootCredentials().secretAccessKey().reveal());
    }

    public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
            B builder, AwsCredentials credentials) {
        return builder.endpointOverride(hydrant.endpoint())
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    public S3Client s3(AwsCredentials credentials) {
        return client(S3Client.builder().forcePathStyle(true), credentials);
    }

    /// A user without any policy of its own.
    public AwsCredentials user(String name) {
        iam.createUser(create -> create.userName(name));
        AccessKey key = iam.createAccessKey(create -> create.userName(name)).accessKey();
        return AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    }

    public void deleteUser(String name) {
        iam.listAccessKeys(list -> list.userName(name))
                .accessKeyMetadata()
                .forEach(key ->
                        iam.deleteAccessKey(
                                delete -> delete.userName(name).accessKeyId(key.accessKeyId())));
        iam.deleteUser(delete -> delete.userName(name));
    }

    public AwsCredentials assume(AwsCredentials caller, String roleName) {
        try (StsClient sts = client(StsClient.builder(), caller)) {
            Credentials given =
                    sts.assumeRole(assume ->
                                    assume.roleArn("arn:aws:iam::000000000000:role/" + roleName)
                                            .roleSessionName("work"))
                            .credentials();
            return AwsSessionCredentials.create(
                    given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
        }
    }

    /// Temporary credentials of the caller itself.
    public AwsCredentials session(AwsCredentials caller) {
        try (StsClient sts = client(StsClient.builder(), caller)) {
            Credentials given = sts.getSessionToken().credentials();
            return AwsSessionCredentials.create(
                    given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
        }
    }

    String trustPolicy(String roleName) {
        return URLDecoder.decode(
                iam.getRole(get -> get.roleName(roleName)).role().assumeRolePolicyDocument(),
                StandardCharsets.UTF_8);
    }

    String bucketPolicy(String bucket) {
        return s3.getBucketPolicy(get -> get.bucket(bucket)).policy();
    }

    /// Makes a stack and waits until it has settled.
    public Stack stack(String name, String template) {
        cloudFormation.createStack(create ->
                create.stackName(name)
                        .templateBody(template)
                        .capabilities(Capability.CAPABILITY_NAMED_IAM));
        return settled(name);
    }

    public Stack settled(String name) {
        return Wait.upTo(PATIENCE)
                .until(
                        name + " has settled",
                        () ->
                                cloudFormation
                                        .describeStacks(get -> get.stackName(name))
                                        .stacks()
                                        .getFirst(),
                        stack -> !stack.stackStatusAsString().endsWith("IN_PROGRESS"));
    }

    @Override
    public void close() {
        iam.close();
        s3.close();
        cloudFormation.close();
        hydrant.close();
    }
}
