package io.hydrant.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;
import software.amazon.awssdk.services.s3.S3Client;

/// However many stacks there are or were, and however many templates come at once, the heap does
/// not grow with them.
class StackMemoryTest {
    private static final String WIDE =
            """
            Parameters: {P: {Type: String, Default: '%s'}}
            Resources: {W: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}
            Outputs: {O: {Value: !Join ['', [%s]]}}
            """
                    .formatted("x".repeat(4000), "!Ref P, ".repeat(240));

    private static final int DELETED = 130;

    @TempDir Path data;

    @Test
    void aSmallHeapIsEnoughForStacksThatWere() throws Exception {
        try (StackServer server = new StackServer(data)) {
            String id = server.create("wide", WIDE).stackId();
            server.client.deleteStack(request -> request.stackName(id));
            server.settled(id);
        }
        multiply();
        try (SmallHeap server = new SmallHeap(data, 96);
                CloudFormationClient client = server.client(CloudFormationClient.builder())) {
            assertThat(client.listStacksPaginator().stackSummaries())
                    .hasSize(DELETED + 1)
                    .extracting(StackSummary::stackName)
                    .containsOnly("wide");
            assertThat(client.describeStacks().stacks()).isEmpty();
        }
    }

    /// As many deleted stacks as if all had been made one by one.
    private void multiply() throws Exception {
        try (Connection catalog =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("catalog.db"));
                PreparedStatement insert =
                        catalog.prepareStatement(
                                "INSERT INTO stack (id, name, status, created_millis, document)"
                                        + " SELECT id || ?, name, status, created_millis - ?,"
                                        + " document FROM stack ORDER BY rowid LIMIT 1")) {
            catalog.setAutoCommit(false);
            for (int i = 0; i < DELETED; i++) {
                insert.setInt(1, i);
                insert.setInt(2, i);
                insert.executeUpdate();
            }
            catalog.commit();
        }
    }

    @Test
    void manyLargeTemplatesAtOnceWaitForEachOther() throws Exception {
        try (SmallHeap server = new SmallHeap(data, 320);
                CloudFormationClient client = server.client(CloudFormationClient.builder());
                S3Client s3 = server.client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(request -> request.bucket("templates"));
            s3.putObject(
                    request -> request.bucket("templates").key("dense"),
                    RequestBody.fromString(dense()));
            String url = "https://s3.amazonaws.com/templates/dense";
            Map<String, Integer> validated =
                    atOnce(8, i -> client.validateTemplate(request -> request.templateURL(url)));
            Map<String, Integer> created =
                    atOnce(
                            6,
                            i ->
                                    client.createStack(request ->
                                            request.stackName("s" + i)
                                                    .templateURL(url)
                                                    .capabilities(Capability.CAPABILITY_IAM)));
            assertThat(validated.keySet()).isSubsetOf("done", "Throttling").contains("done");
            assertThat(created.keySet()).isSubsetOf("done", "Throttling").contains("done");
            assertThat(server.runs()).isTrue();
            assertThat(client.listStacks().stackSummaries()).isNotEmpty();
        }
    }

    @Test
    void manyLongBodiesAtOnceAreRefused() throws Exception {
        try (SmallHeap server = new SmallHeap(data, 128);
                CloudFormationClient client = server.client(CloudFormationClient.builder())) {
            String body = "é".repeat(230_000);
            Map<String, Integer> ends =
                    atOnce(
                            40,
                            i ->
                                    client.createStack(request ->
                                            request.stackName("s" + i).templateBody(body)));
            assertThat(ends.keySet())
                    .contains("ValidationError")
                    .isSubsetOf("ValidationError", "RequestTimeoutException", "ServiceUnavailable");
            assertThat(server.runs()).isTrue();
        }
    }

    /// Nearly a megabyte, and nearly as many values as there may be.
    private static String dense() {
        return """
        {"Resources": {"W": {"Type": "AWS::CloudFormation::WaitConditionHandle",
        "Metadata": {"Values": [%s 1]}}}}
        """
                .formatted("{\"a\":{}},".repeat(45_000) + "\"" + "x".repeat(500_000) + "\",");
    }

    /// How many requests ended how: `done`, or the code of the refusal.
    private static Map<String, Integer> atOnce(int count, IntConsumer request) throws Exception {
        Map<String, Integer> ends = new TreeMap<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(count)) {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                calls.add(() -> end(() -> request.accept(number)));
            }
            for (Future<String> end : clients.invokeAll(calls)) {
                ends.merge(end.get(), 1, Integer::sum);
            }
        }
        return ends;
    }

    private static String end(Runnable request) {
        try {
            request.run();
            return "done";
        } catch (AwsServiceException refused) {
            return refused.awsErrorDetails().errorCode();
        }
    }
}
