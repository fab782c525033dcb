package io.hydrant.core.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.catalog.Sql;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackStatus;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stacks of earlier versions may have patterns that are no longer matched. Their values are there,
/// and everything that keeps them goes on.
class OldPatternTest {
    private static final String PLAIN =
            """
            Parameters: {P: {Type: String, Default: abc}}
            Resources: {W: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}
            """;

    private static final String WITH_PATTERN =
            PLAIN.replace("Type: String,", "Type: String, AllowedPattern: '(?=abc)[a-z]++',");

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

    /// A stack as an earlier version has stored it.
    private void old() throws IOException {
        Stack stack = cloud.create("Old", PLAIN);
        cloud.catalog.write(connection -> {
            Sql.update(
                    connection,
                    "UPDATE stack SET document = json_set(document, '$.settings.templateBody', ?)"
                            + " WHERE id = ?",
                    WITH_PATTERN,
                    stack.id());
            return true;
        });
    }

    @Test
    void itIsUpdatedWithTheValueThatItHas() throws IOException {
        old();
        assertThat(cloud.update("Old", WITH_PATTERN.replace("W:", "V:"), "P").status())
                .isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(cloud.update("Old", WITH_PATTERN).status())
                .isEqualTo(StackStatus.UPDATE_COMPLETE);
    }

    @Test
    void anotherValueIsRefusedWithTheReason() throws IOException {
        old();
        assertThat(Cloud.refusal(() -> cloud.update("Old", WITH_PATTERN, "P=abcd")))
                .contains("The AllowedPattern of parameter P has a look-around");
        assertThat(cloud.update("Old", PLAIN, "P=abcd").status())
                .isEqualTo(StackStatus.UPDATE_COMPLETE);
    }

    @Test
    void itIsRolledBackAndDeleted() throws IOException {
        old();
        String failing = PLAIN + "Outputs: {O: {Value: !ImportValue nothing}}\n";
        assertThat(cloud.update("Old", failing).status())
                .isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(cloud.delete("Old").status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }
}
