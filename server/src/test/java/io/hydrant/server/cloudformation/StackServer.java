package io.hydrant.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/// A whole server in this process, with CloudFormation's client of its root user.
final class StackServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Hydrant hydrant;
    final CloudFormationClient client;

    StackServer(Path data) throws IOException {
        hydrant = Hydrant.start(ServerSettings.local(data));
        client = client(CloudFormationClient.builder());
    }

    <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(hydrant.endpoint())
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        hydrant.rootCredentials().accessKeyId(),
                                        hydrant.rootCredentials().secretAccessKey().reveal())))
                .build();
    }

    /// `parameters` are `Key=Value`. The stack is settled.
    Stack create(String name, String template, String... parameters) {
        client.createStack(request ->
                request.stackName(name)
                        .templateBody(template)
                        .capabilities(Capability.CAPABILITY_NAMED_IAM)
                        .parameters(parameters(parameters)));
        return settled(name);
    }

    Stack update(String name, String template, String... parameters) {
        client.updateStack(request ->
                request.stackName(name)
                        .templateBody(template)
                        .capabilities(Capability.CAPABILITY_NAMED_IAM)
                        .parameters(parameters(parameters)));
        return settled(name);
    }

    static List<Parameter> parameters(String... parameters) {
        return Arrays.stream(parameters)
                .map(parameter -> parameter.split("=", 2))
                .map(pair ->
                        Parameter.builder().parameterKey(pair[0]).parameterValue(pair[1]).build())
                .toList();
    }

    /// The change set, with properties before and after.
    DescribeChangeSetResponse changeSet(String stack, String name) {
        return client.describeChangeSet(request ->
                request.stackName(stack).changeSetName(name).includePropertyValues(true));
    }

    /// The server waits up to a second with each answer.
    Stack settled(String name) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            Stack stack =
                    client.describeStacks(request -> request.stackName(name)).stacks().getFirst();
            boolean settled =
                    !stack.stackStatusAsString().endsWith("_IN_PROGRESS")
                            || stack.stackStatusAsString().startsWith("REVIEW");
            if (settled) {
                return stack;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("Still in progress: " + stack);
            }
        }
    }

    static void assertRefused(String text, ThrowingCallable call) {
        assertRefused("ValidationError", text, call);
    }

    static void assertRefused(String code, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloudFormationException.class,
                        refusal ->
                                Assertions.assertThat(
                                                refusal.awsErrorDetails().errorCode()
                                                        + ": "
                                                        + refusal.awsErrorDetails().errorMessage())
                                        .isEqualTo(code + ": " + text));
    }

    @Override
    public void close() throws IOException {
        client.close();
        hydrant.close();
    }
}
