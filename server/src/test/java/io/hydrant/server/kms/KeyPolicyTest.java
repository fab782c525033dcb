package io.hydrant.server.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.RunningAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/// Who may use a key: the key's policy decides, and the account's policies where it lets them.
class KeyPolicyTest {
    private static final String ROOT = "arn:aws:iam::000000000000:root";
    private static final String ANA = "arn:aws:iam::000000000000:user/ana";

    @TempDir Path data;
    private RunningAccount account;
    private KmsClient root;
    private KmsClient ana;

    @BeforeEach
    void start() throws IOException {
        account = new RunningAccount(data);
        root = account.client(KmsClient.builder(), account.root());
        ana = account.client(KmsClient.builder(), account.user("ana"));
    }

    @AfterEach
    void stop() {
        ana.close();
        root.close();
        account.close();
    }

    private static String statement(String principal, String actions, String condition) {
        return """
        {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": [%s], "Resource": "*"%s}\
        """
                .formatted(
                        principal,
                        actions,
                        condition.isEmpty() ? "" : ", \"Condition\": " + condition);
    }

    private static String policy(String... statements) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": ["
                + String.join(",", statements)
                + "]}";
    }

    private String key(String policy) {
        return root.createKey(create -> create.policy(policy)).keyMetadata().keyId();
    }

    private void allowAna(String action, String resource) {
        account.iam.putUserPolicy(put ->
                put.userName("ana")
                        .policyName("p")
                        .policyDocument(
                                "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\":"
                                        + " \"Allow\", \"Action\": \""
                                        + action
                                        + "\", \"Resource\": \""
                                        + resource
                                        + "\"}}"));
    }

    private static void encrypt(KmsClient client, String key, Map<String, String> context) {
        client.encrypt(encrypt ->
                encrypt.keyId(key)
                        .plaintext(SdkBytes.fromUtf8String("x"))
                        .encryptionContext(context));
    }

    private static void assertDenied(KmsClient client, String key, String action) {
        assertThatThrownBy(() -> encrypt(client, key, Map.of()))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining("is not authorized to perform: " + action);
    }

    @Test
    void theDefaultPolicyLeavesItToThePoliciesOfTheAccount() {
        String key = root.createKey().keyMetadata().keyId();
        assertThat(root.getKeyPolicy(get -> get.keyId(key)).policy())
                .contains("Enable IAM User Permissions", ROOT);
        assertThat(root.listKeyPolicies(list -> list.keyId(key)).policyNames())
                .containsExactly("default");
        assertDenied(ana, key, "kms:Encrypt");
        allowAna("kms:Encrypt", "arn:aws:kms:us-east-1:000000000000:key/" + key);
        assertThatCode(() -> encrypt(ana, key, Map.of())).doesNotThrowAnyException();
    }

    @Test
    void policiesOfTheAccountCountForNothingWhereTheKeysDoesNotLetThemIn() {
        allowAna("kms:*", "*");
        String key =
                key(
                        policy(
                                statement(ROOT, "\"kms:PutKeyPolicy\"", ""),
                                statement(ANA, "\"kms:Encrypt\"", "")));
        assertThatCode(() -> encrypt(ana, key, Map.of())).doesNotThrowAnyException();
        assertDenied(root, key, "kms:Encrypt");
        assertThatThrownBy(() -> ana.disableKey(disable -> disable.keyId(key)))
                .hasMessageContaining("because no resource-based policy allows the kms:DisableKey");
    }

    @Test
    void nobodyLocksItselfOutByMistake() {
        String locked = policy(statement(ANA, "\"kms:*\"", ""));
        assertThatThrownBy(() -> key(locked))
                .isInstanceOf(MalformedPolicyDocumentException.class)
                .hasMessageContaining("will not allow you to update the key policy in the future");
        String key =
                root.createKey(create -> create.policy(locked).bypassPolicyLockoutSafetyCheck(true))
                        .keyMetadata()
                        .keyId();
        assertThatThrownBy(() -> root.describeKey(describe -> describe.keyId(key)))
                .hasMessageContaining("is not authorized to perform: kms:DescribeKey");
        ana.putKeyPolicy(put ->
                put.keyId(key)
                        .policy(
                                policy(
                                        statement(ROOT, "\"kms:*\"", ""),
                                        statement(ANA, "\"kms:*\"", ""))));
        assertThat(root.describeKey(describe -> describe.keyId(key)).keyMetadata().keyId())
                .isEqualTo(key);
    }

    @Test
    void whoIsMadeAnewUnderANameIsSomebodyElse() {
        String key =
                key(
                        policy(
                                statement(ROOT, "\"kms:*\"", ""),
                                statement(ANA, "\"kms:Encrypt\"", "")));
        account.deleteUser("ana");
        try (KmsClient second = account.client(KmsClient.builder(), account.user("ana"))) {
            assertDenied(second, key, "kms:Encrypt");
        }
        assertThat(root.getKeyPolicy(get -> get.keyId(key)).policy())
                .doesNotContain(ANA)
                .contains("AIDA");
    }

    @Test
    void aStatementHoldsOnlyUnderItsConditions() {
        String key =
                key(
                        policy(
                                statement(ROOT, "\"kms:PutKeyPolicy\"", ""),
                                statement(
                                        ANA,
                                        "\"kms:Encrypt\"",
                                        """
                                        {"StringEquals": {"kms:EncryptionContext:team": "red",
                                         "kms:CallerAccount": "000000000000"},
                                         "ForAllValues:StringEquals":
                                           {"kms:EncryptionContextKeys": ["team", "film"]}}
                                        """)));
        assertThatCode(() -> encrypt(ana, key, Map.of("team", "red"))).doesNotThrowAnyException();
        for (Map<String, String> wrong :
                List.of(
                        Map.of("team", "blue"),
                        Map.<String, String>of(),
                        Map.of("team", "red", "other", "x"))) {
            assertThatThrownBy(() -> encrypt(ana, key, wrong))
                    .as("%s", wrong)
                    .hasMessageContaining("is not authorized");
        }
    }

    @Test
    void anAliasIsAskedForByItsNameWhereThePolicyWantsThat() {
        String key =
                key(
                        policy(
                                statement(ROOT, "\"kms:PutKeyPolicy\", \"kms:CreateAlias\"", ""),
                                statement(
                                        ANA,
                                        "\"kms:Encrypt\"",
                                        "{\"StringEquals\": {\"kms:RequestAlias\":"
                                                + " \"alias/films\"}, \"ForAnyValue:StringLike\":"
                                                + " {\"kms:ResourceAliases\": \"alias/fil*\"}}")));
        root.createAlias(create -> create.aliasName("alias/films").targetKeyId(key));
        assertThatCode(() -> encrypt(ana, "alias/films", Map.of())).doesNotThrowAnyException();
        assertDenied(ana, key, "kms:Encrypt");
    }

    @Test
    void aKeyThatIsUsedThroughAServiceOnlyIsNotUsedDirectly() {
        String key =
                key(
                        policy(
                                statement(ROOT, "\"kms:PutKeyPolicy\"", ""),
                                statement(
                                        ANA,
                                        "\"kms:Encrypt\"",
                                        "{\"StringEquals\": {\"kms:ViaService\":"
                                                + " \"s3.us-east-1.amazonaws.com\"}}")));
        assertDenied(ana, key, "kms:Encrypt");
    }

    @Test
    void whoMayNotAskDoesNotLearnWhatThereIs() {
        String none = "00000000-0000-4000-8000-000000000000";
        assertDenied(ana, none, "kms:Encrypt");
        assertThatThrownBy(() -> encrypt(root, none, Map.of()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("key/" + none + "' does not exist");
    }

    @Test
    void aPolicyThatIsNoneIsRefused() {
        for (String wrong :
                List.of(
                        "{}",
                        policy(
                                "{\"Effect\": \"Allow\", \"Action\": \"kms:*\", \"Resource\":"
                                        + " \"*\"}"),
                        policy(statement("arn:aws:iam::000000000000:user/nobody", "\"kms:*\"", "")),
                        policy(
                                statement(
                                        ROOT,
                                        "\"kms:*\"",
                                        "{\"StringEquals\": {\"kms:KeySpec\": \"RSA_2048\"}}")))) {
            assertThatThrownBy(() -> key(wrong))
                    .as(wrong)
                    .isInstanceOf(MalformedPolicyDocumentException.class);
        }
    }
}
