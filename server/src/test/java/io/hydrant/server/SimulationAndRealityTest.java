package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.s3.S3Client;

/// Of actions that are on no resource in particular, the simulator says what comes of a request.
class SimulationAndRealityTest {
    private static final String ALLOW_ALL =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}\
            """;

    private static final List<String> RESOURCES =
            List.of(
                    "*",
                    "arn:aws:s3:::*",
                    "arn:aws:s3:::films",
                    "arn:aws:iam::000000000000:*",
                    "arn:aws:iam::000000000000:user/*",
                    "arn:aws:iam::*:role/*",
                    "arn:aws:iam::000000000000:policy/*",
                    "arn:aws:firehose:*:*:*",
                    "arn:aws:cloudformation:*:*:*");

    @TempDir Path data;

    @Test
    void theSimulatorSaysWhatComesOfARequest() throws IOException {
        try (RunningAccount server = new RunningAccount(data)) {
            AwsCredentials ana = server.user("ana");
            try (S3Client s3 = server.s3(ana);
                    IamClient iam = server.client(IamClient.builder(), ana);
                    FirehoseClient firehose = server.client(FirehoseClient.builder(), ana);
                    CloudWatchClient metrics = server.client(CloudWatchClient.builder(), ana);
                    CloudFormationClient stacks =
                            server.client(CloudFormationClient.builder(), ana)) {
                Map<String, Runnable> calls = new LinkedHashMap<>();
                calls.put("s3:ListAllMyBuckets", s3::listBuckets);
                calls.put("iam:ListUsers", iam::listUsers);
                calls.put("iam:ListRoles", iam::listRoles);
                calls.put("iam:ListPolicies", iam::listPolicies);
                calls.put("iam:GetAccountSummary", iam::getAccountSummary);
                calls.put("iam:ListAccountAliases", iam::listAccountAliases);
                calls.put(
                        "iam:GetContextKeysForCustomPolicy",
                        () ->
                                iam.getContextKeysForCustomPolicy(
                                        ask -> ask.policyInputList(ALLOW_ALL)));
                calls.put(
                        "iam:SimulateCustomPolicy",
                        () ->
                                iam.simulateCustomPolicy(ask ->
                                        ask.policyInputList(ALLOW_ALL)
                                                .actionNames("s3:GetObject")));
                calls.put("firehose:ListDeliveryStreams", firehose::listDeliveryStreams);
                calls.put("cloudwatch:ListMetrics", metrics::listMetrics);
                calls.put("cloudformation:ListStacks", stacks::listStacks);
                calls.put("cloudformation:ListExports", stacks::listExports);
                calls.put("cloudformation:DescribeStacks", stacks::describeStacks);
                calls.put(
                        "cloudformation:ValidateTemplate",
                        () -> stacks.validateTemplate(ask -> ask.templateBody("{}")));
                for (String resource : RESOURCES) {
                    put(server, statement("Allow", "Resource", resource));
                    assertSame(server, calls, resource);
                    put(
                            server,
                            statement("Allow", "Resource", "*")
                                    + ","
                                    + statement("Deny", "NotResource", resource));
                    assertSame(server, calls, "not " + resource);
                }
            }
        }
    }

    private static void assertSame(
            RunningAccount server, Map<String, Runnable> calls, String about) {
        Map<String, Boolean> real = new LinkedHashMap<>();
        calls.forEach((action, call) -> real.put(action, isAllowed(call)));
        Map<String, Boolean> simulated = new LinkedHashMap<>();
        for (EvaluationResult result :
                server.iam
                        .simulatePrincipalPolicy(ask ->
                                ask.policySourceArn("arn:aws:iam::000000000000:user/ana")
                                        .actionNames(calls.keySet()))
                        .evaluationResults()) {
            simulated.put(result.evalActionName(), result.evalDecisionAsString().equals("allowed"));
        }
        assertThat(simulated).as(about).isEqualTo(real);
    }

    /// What else may be wrong with it comes after the permission.
    private static boolean isAllowed(Runnable call) {
        try {
            call.run();
            return true;
        } catch (AwsServiceException refused) {
            return !refused.awsErrorDetails().errorCode().startsWith("AccessDenied");
        }
    }

    private static void put(RunningAccount server, String statements) {
        server.iam.putUserPolicy(put ->
                put.userName("ana")
                        .policyName("own")
                        .policyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}"));
    }

    private static String statement(String effect, String key, String resource) {
        return "{\"Effect\":\"%s\",\"Action\":\"*\",\"%s\":\"%s\"}"
                .formatted(effect, key, resource);
    }
}
