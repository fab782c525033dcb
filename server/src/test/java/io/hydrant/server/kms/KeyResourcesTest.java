package io.hydrant.server.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.RunningAccount;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/// Keys and aliases in templates.
class KeyResourcesTest {
    private static final String TEMPLATE =
            """
            Resources:
              Key:
                Type: AWS::KMS::Key
                Properties:
                  Description: %s
                  Enabled: %s
                  EnableKeyRotation: true
                  RotationPeriodInDays: 120
                  PendingWindowInDays: 8
                  KeyPolicy:
                    Version: '2012-10-17'
                    Statement:
                      - Sid: %s
                        Effect: Allow
                        Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}
                        Action: kms:*
                        Resource: '*'
                  Tags: [{Key: team, Value: %s}]
              Alias:
                Type: AWS::KMS::Alias
                Properties:
                  AliasName: alias/films
                  TargetKeyId: !Ref Key
            Outputs:
              Id: {Value: !Ref Key}
              Arn: {Value: !GetAtt Key.Arn}
              Alias: {Value: !Ref Alias}
            """;

    @TempDir Path data;
    private RunningAccount account;
    private KmsClient kms;

    @BeforeEach
    void start() throws IOException {
        account = new RunningAccount(data);
        kms = account.client(KmsClient.builder(), account.root());
    }

    @AfterEach
    void stop() {
        kms.close();
        account.close();
    }

    private static String output(Stack stack, String name) {
        return stack.outputs().stream()
                .filter(output -> output.outputKey().equals(name))
                .map(Output::outputValue)
                .findFirst()
                .orElseThrow();
    }

    private KeyMetadata described(String id) {
        return kms.describeKey(describe -> describe.keyId(id)).keyMetadata();
    }

    @Test
    void aKeyAndItsAliasAreMadeChangedAndScheduledForDeletion() {
        Stack stack = account.stack("keys", TEMPLATE.formatted("films", true, "First", "red"));
        assertThat(stack.stackStatus()).isEqualTo(StackStatus.CREATE_COMPLETE);
        String id = output(stack, "Id");
        assertThat(described("alias/films").arn()).isEqualTo(output(stack, "Arn"));
        assertThat(output(stack, "Alias")).isEqualTo("alias/films");
        assertThat(kms.getKeyRotationStatus(get -> get.keyId(id)).rotationPeriodInDays())
                .isEqualTo(120);
        account.cloudFormation.updateStack(update ->
                update.stackName("keys")
                        .templateBody(TEMPLATE.formatted("books", false, "Second", "blue")));
        assertThat(account.settled("keys").stackStatus()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(described(id).description()).isEqualTo("books");
        assertThat(described(id).keyState()).isEqualTo(KeyState.DISABLED);
        assertThat(kms.getKeyPolicy(get -> get.keyId(id)).policy()).contains("Second");
        assertThat(kms.listResourceTags(list -> list.keyId(id)).tags())
                .extracting(tag -> tag.tagKey() + "=" + tag.tagValue())
                .contains("team=blue");
        account.cloudFormation.deleteStack(delete -> delete.stackName("keys"));
        account.settled(stack.stackId());
        assertThat(described(id).keyState()).isEqualTo(KeyState.PENDING_DELETION);
        assertThat(described(id).pendingDeletionWindowInDays()).isNull();
        assertThatThrownBy(() -> described("alias/films")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void whatHydrantHasNotFailsByName() {
        Stack stack =
                account.stack(
                        "keys",
                        """
                        Resources:
                          Key:
                            Type: AWS::KMS::Key
                            Properties: {KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY}
                        """);
        assertThat(stack.stackStatus()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(
                        account.cloudFormation
                                .describeStackEvents(events -> events.stackName("keys"))
                                .stackEvents())
                .extracting(StackEvent::resourceStatusReason)
                .anyMatch(reason ->
                        reason != null
                                && reason.contains(
                                        "Hydrant does not support keys of KeySpec RSA_2048."));
    }
}
