package io.hydrant.core.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is asked of one stack at once happens one after the other or is refused, and what
/// stacks give each other is decided in one step.
class StackTurnsTest {
    private static final String TEMPLATE =
            """
            Parameters: {V: {Type: String, Default: a}}
            Resources:
              One: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub 'NAME-one-${V}'}}
              Two: {Type: AWS::S3::Bucket, DependsOn: One, Properties: {BucketName: NAME-two, Tags: [{Key: v, Value: !Ref V}]}}
            """;

    private static final String EXPORTING =
            """
            Resources: {W: {Type: AWS::CloudFormation::WaitConditionHandle}}
            Outputs: {O: {Value: x, Export: {Name: shared}}}
            """;

    private static final String IMPORTING =
            """
            Resources:
              B: {Type: AWS::S3::Bucket, Properties: {Tags: [{Key: k, Value: !ImportValue shared}]}}
            """;

    private final long seed = Long.getLong("hydrant.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir Path directory;
    private Cloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new Cloud(directory);
    }

    @AfterEach
    void close() throws IOException {
        cloud.close();
    }

    /// Runs all of it at the same moment; refusals are fine.
    private void together(List<Callable<Object>> requests) throws Exception {
        CyclicBarrier start = new CyclicBarrier(requests.size());
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<Object>> answers = new ArrayList<>();
            for (Callable<Object> request : requests) {
                answers.add(
                        threads.submit(() -> {
                            start.await();
                            try {
                                return request.call();
                            } catch (ServiceException refused) {
                                return refused;
                            }
                        }));
            }
            for (Future<Object> answer : answers) {
                answer.get();
            }
        }
    }

    @Test
    void operationsOnOneStackHappenOneAfterTheOther() throws Exception {
        StackOperations operations = cloud.cloudFormation.operations();
        for (int round = 0; round < 10; round++) {
            String name = "s" + round;
            String template = TEMPLATE.replace("NAME", name);
            String id = cloud.create(name, template).id();
            List<Callable<Object>> requests = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                requests.add(request(operations, name, template));
            }
            together(requests);
            Stack stack = cloud.settled(id);
            List<String> story = cloud.story(id);
            assertThat(interleaved(story, name))
                    .as("hydrant.seed=%d%n%s", seed, String.join("\n", story))
                    .isEmpty();
            List<String> there =
                    cloud.store.buckets().all().stream()
                            .map(bucket -> bucket.name())
                            .filter(bucket -> bucket.startsWith(name + "-"))
                            .toList();
            if (stack.status() == StackStatus.DELETE_COMPLETE) {
                assertThat(there).as("hydrant.seed=%d", seed).isEmpty();
            } else {
                assertThat(there)
                        .as("hydrant.seed=%d %s", seed, stack.status())
                        .containsExactlyInAnyOrder(
                                cloud.resource(stack, "One").physicalId().orElseThrow(),
                                name + "-two");
            }
        }
    }

    private Callable<Object> request(StackOperations operations, String name, String template) {
        int choice = random.nextInt(6);
        String value = Integer.toString(random.nextInt(4));
        return () ->
                switch (choice) {
                    case 0 -> {
                        cloud.cloudFormation
                                .deletions()
                                .begin(name, List.of(), Cloud.ROOT, Optional.empty());
                        yield "";
                    }
                    case 1 -> {
                        operations.cancelUpdate(name);
                        yield "";
                    }
                    default ->
                            operations.update(
                                    Cloud.request(name, template, "V=" + value), Cloud.ROOT);
                };
    }

    /// The stack's own events that begin something before the last was done.
    private static List<String> interleaved(List<String> story, String name) {
        List<String> wrong = new ArrayList<>();
        boolean atWork = false;
        for (String event : story) {
            if (!event.startsWith(name + " ")) {
                continue;
            }
            boolean begins = event.endsWith("User Initiated") && event.contains("IN_PROGRESS");
            boolean rollsBack = event.contains("ROLLBACK_IN_PROGRESS");
            if (begins && !rollsBack && atWork) {
                wrong.add(event);
            }
            atWork = event.matches("\\S+ \\w+_IN_PROGRESS.*");
        }
        return wrong;
    }

    @Test
    void anExportThatOneDeletesWhileAnotherBeginsToUseItIsOneOfTheirs() throws Exception {
        StackOperations operations = cloud.cloudFormation.operations();
        for (int round = 0; round < 12; round++) {
            String exporter = cloud.create("Exporter", EXPORTING).id();
            List<String> importer = new ArrayList<>();
            together(
                    List.of(
                            () -> {
                                cloud.cloudFormation
                                        .deletions()
                                        .begin(exporter, List.of(), Cloud.ROOT, Optional.empty());
                                return "";
                            },
                            () ->
                                    importer.add(
                                            operations.create(
                                                    Cloud.request("Importer", IMPORTING),
                                                    Cloud.ROOT))));
            boolean deleted = cloud.settled(exporter).status() == StackStatus.DELETE_COMPLETE;
            assertThat(cloud.settled(importer.getFirst()).status())
                    .isEqualTo(
                            deleted ? StackStatus.ROLLBACK_COMPLETE : StackStatus.CREATE_COMPLETE);
            assertThat(cloud.cloudFormation.stacks().exports(Optional.empty()).items())
                    .hasSize(deleted ? 0 : 1);
            cloud.delete("Importer");
            if (!deleted) {
                assertThat(cloud.delete("Exporter").status())
                        .isEqualTo(StackStatus.DELETE_COMPLETE);
            }
        }
    }

    @Test
    void anExportThatAFailedUpdateWouldHaveUsedIsFreeAgain() throws IOException {
        cloud.create("Exporter", EXPORTING);
        cloud.create("S", "Resources: {B: {Type: AWS::S3::Bucket}}");
        Stack failed =
                cloud.update(
                        "S",
                        IMPORTING
                                + "  R: {Type: AWS::IAM::Role, DependsOn: B, Properties:"
                                + " {AssumeRolePolicyDocument: {Statement: nothing}}}\n");
        assertThat(failed.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(cloud.delete("Exporter").status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    @Test
    void oneNameIsExportedOnce() throws Exception {
        Stack twice =
                cloud.create(
                        "Twice",
                        EXPORTING.replace(
                                "Outputs: {", "Outputs: {P: {Value: y, Export: {Name: shared}}, "));
        assertThat(twice.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(cloud.story(twice.id()))
                .contains(
                        "Twice ROLLBACK_IN_PROGRESS Export with name shared is already exported by"
                                + " stack Twice. Rollback requested by user.");
        List<String> ids = new ArrayList<>();
        StackOperations operations = cloud.cloudFormation.operations();
        List<Callable<Object>> requests = new ArrayList<>();
        for (String name : List.of("A", "B", "C")) {
            requests.add(() -> {
                String id = operations.create(Cloud.request(name, EXPORTING), Cloud.ROOT);
                synchronized (ids) {
                    return ids.add(id);
                }
            });
        }
        together(requests);
        List<StackStatus> statuses = new ArrayList<>();
        for (String id : ids) {
            statuses.add(cloud.settled(id).status());
        }
        assertThat(statuses)
                .containsExactlyInAnyOrder(
                        StackStatus.CREATE_COMPLETE,
                        StackStatus.ROLLBACK_COMPLETE,
                        StackStatus.ROLLBACK_COMPLETE);
    }

    @Test
    void aStackDoesNotUseWhatItExportsItself() throws IOException {
        cloud.create("S", EXPORTING);
        Stack stack =
                cloud.update(
                        "S",
                        EXPORTING.replace(
                                "Outputs: {", "Outputs: {Own: {Value: !ImportValue shared}, "));
        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(cloud.delete("S").status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }
}
