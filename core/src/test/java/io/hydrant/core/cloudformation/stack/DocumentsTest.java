package io.hydrant.core.cloudformation.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The documents of the catalog, as earlier versions wrote them, stay as they are.
class DocumentsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String STACK =
            """
            {"id":"arn:aws:cloudformation:us-east-1:000000000000:stack/Old/388d4896","name":"Old",
             "status":"UPDATE_COMPLETE","reason":"R","created":"2026-11-26T14:54:03.981Z",
             "updated":"2026-11-26T14:54:04.835Z","deleted":null,"changeSetId":"C",
             "settings":{"templateBody":"Parameters: {}","description":"d",
               "parameters":{"Q":"1","P":"abd"},"hidden":["P"],
               "capabilities":["CAPABILITY_NAMED_IAM"],"tags":[{"key":"k","value":"v"}],
               "notificationArns":[],"roleArn":null,"onFailure":"ROLLBACK","timeoutInMinutes":5,
               "terminationProtection":true},
             "outputs":[{"name":"O","value":"bucket-abd","description":null,"exportName":"e"}],
             "lastOperation":{"type":"UPDATE_STACK","id":"3974042a"}}
            """;

    private static final String RESOURCE =
            """
            {"logicalId":"B","type":"AWS::S3::Bucket","physicalId":"bucket-abd",
             "status":"UPDATE_COMPLETE","reason":null,"changed":"2026-11-26T14:54:04.887Z",
             "properties":{"BucketName":"bucket-abd"},"metadata":{"A":"2"},
             "attributes":{"Arn":"arn:aws:s3:::bucket-abd"},"dependencies":["W"],
             "deletionPolicy":"Retain","updateReplacePolicy":"Delete","mark":"1db004fa",
             "unsettled":[{"BucketName":"b"}],"masked":{"BucketName":"bucket-****"}}
            """;

    @Test
    void aStackIsReadAndWrittenAsBefore() {
        Stack stack = Documents.read(STACK, Stack.class);
        assertSame(stack, STACK);
        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(stack.reason()).contains("R");
        assertThat(stack.created()).isEqualTo(Instant.parse("2026-11-26T14:54:03.981Z"));
        assertThat(stack.updated()).contains(Instant.parse("2026-11-26T14:54:04.835Z"));
        assertThat(stack.deleted()).isEmpty();
        assertThat(stack.changeSetId()).contains("C");
        assertThat(stack.settings().parameters().keySet()).containsExactly("Q", "P");
        assertThat(stack.settings().onFailure()).isEqualTo(OnFailure.ROLLBACK);
        assertThat(stack.settings().terminationProtection()).isTrue();
        assertThat(stack.lastOperation().orElseThrow().id()).isEqualTo("3974042a");
    }

    @Test
    void aResourceIsReadAndWrittenAsBefore() {
        StackResource resource = Documents.read(RESOURCE, StackResource.class);
        assertSame(resource, RESOURCE);
        assertThat(resource.logicalId()).isEqualTo("B");
        assertThat(resource.physicalId()).contains("bucket-abd");
        assertThat(resource.status()).isEqualTo(ResourceStatus.UPDATE_COMPLETE);
        assertThat(resource.dependencies()).containsExactly("W");
        assertThat(resource.shown().toString()).contains("****");
    }

    /// The oldest had no mark, and nothing unsettled or masked.
    @Test
    void anOldResourceIsRead() {
        String old =
                RESOURCE.replace("\"mark\":\"1db004fa\",", "")
                        .replaceAll("(?s),\\s*\"unsettled\".*", "}"); // the three that came later
        StackResource resource = Documents.read(old, StackResource.class);
        assertThat(resource.mark()).isEmpty();
        assertThat(resource.unsettled()).isEmpty();
        assertThat(resource.shown()).isEqualTo(resource.properties());
    }

    @Test
    void anOperationIsReadAndWrittenAsBefore() {
        String document =
                """
                {"name":{"type":"UPDATE_STACK","id":"3974042a"},
                 "actor":{"principal":{"kind":"Root","account":"000000000000"},
                   "circumstances":{"time":"2026-11-22T20:00:00Z","secure":false,
                     "region":"us-east-1","sourceIp":"10.1.2.3","userAgent":"test/1.0",
                     "referer":null,"credentialsIssued":null,"calledVia":[]}},
                 "token":null,"previous":{"stack":%s,"resources":[%s]},
                 "disableRollback":false,"retain":[],"skip":["B"]}
                """
                        .formatted(STACK, RESOURCE);
        Operation operation = Documents.read(document, Operation.class);
        assertSame(operation, document);
        assertThat(operation.previous().map(before -> before.stack().name()))
                .isEqualTo(Optional.of("Old"));
    }

    private static void assertSame(Object written, String document) {
        assertThat(JSON.readTree(Documents.write(written))).isEqualTo(JSON.readTree(document));
    }
}
