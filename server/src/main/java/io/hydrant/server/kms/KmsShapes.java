package io.hydrant.server.kms;

import static io.hydrant.aws.json.Shape.integer;
import static io.hydrant.aws.json.Shape.listOf;
import static io.hydrant.aws.json.Shape.oneOf;
import static io.hydrant.aws.json.Shape.structure;
import static io.hydrant.aws.json.Shape.text;
import static io.hydrant.aws.json.Shape.truth;

import io.hydrant.aws.json.Shape;
import io.hydrant.aws.json.Shape.Structure;
import io.hydrant.aws.json.Shape.Text;

/// The API model of KMS's requests.
final class KmsShapes {
    private static final Text KEY_ID = text().length(1, 2048);
    private static final Text ALIAS_NAME = text().length(1, 256).matching("[a-zA-Z0-9:/_-]+");
    private static final Text POLICY =
            text().length(1, 131_072).matching("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
    private static final Text POLICY_NAME = text().length(1, 128).matching("[\\w]+");
    private static final Text KEY_USAGE =
            oneOf("SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT");
    private static final Shape CONTEXT = new Shape.Mapping(text(), text());
    private static final Shape GRANT_TOKENS = listOf(text().length(1, 8192)).length(0, 10);
    private static final Shape TAGS =
            listOf(
                    structure()
                            .require("TagKey", text().length(1, 128))
                            .require("TagValue", text().length(0, 256)));
    private static final Shape ANYTHING = structure();

    static final Structure KEY = structure().require("KeyId", KEY_ID);
    static final Structure NOTHING = structure();

    static final Structure CREATE_KEY =
            structure()
                    .with("Policy", POLICY)
                    .with("Description", text().length(0, 8192))
                    .with("KeyUsage", KEY_USAGE)
                    .with("CustomerMasterKeySpec", text())
                    .with("KeySpec", text())
                    .with(
                            "Origin",
                            oneOf("AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"))
                    .with("CustomKeyStoreId", text().length(1, 64))
                    .with("BypassPolicyLockoutSafetyCheck", truth())
                    .with("Tags", TAGS)
                    .with("MultiRegion", truth())
                    .with("XksKeyId", text().length(1, 128));

    static final Structure DESCRIBE_KEY = KEY.with("GrantTokens", GRANT_TOKENS);
    static final Structure SCHEDULE_DELETION =
            KEY.with("PendingWindowInDays", integer().between(1, 365));
    static final Structure UPDATE_DESCRIPTION = KEY.require("Description", text().length(0, 8192));
    static final Structure ENABLE_ROTATION =
            KEY.with("RotationPeriodInDays", integer().between(90, 2560));
    static final Structure ALIAS =
            structure().require("AliasName", ALIAS_NAME).require("TargetKeyId", KEY_ID);
    static final Structure DELETE_ALIAS = structure().require("AliasName", ALIAS_NAME);
    static final Structure LIST = paged(structure());
    static final Structure LIST_OF_KEY = paged(KEY);
    static final Structure LIST_ALIASES = paged(structure().with("KeyId", KEY_ID));
    static final Structure GET_POLICY = KEY.with("PolicyName", POLICY_NAME);
    static final Structure PUT_POLICY =
            GET_POLICY.require("Policy", POLICY).with("BypassPolicyLockoutSafetyCheck", truth());
    static final Structure TAG = KEY.require("Tags", TAGS);
    static final Structure UNTAG = KEY.require("TagKeys", listOf(text().length(1, 128)));

    static final Structure ENCRYPT =
            KEY.require("Plaintext", text())
                    .with("EncryptionContext", CONTEXT)
                    .with("GrantTokens", GRANT_TOKENS)
                    .with("EncryptionAlgorithm", text())
                    .with("DryRun", truth());
    static final Structure DECRYPT =
            structure()
                    .with("CiphertextBlob", text())
                    .with("EncryptionContext", CONTEXT)
                    .with("GrantTokens", GRANT_TOKENS)
                    .with("KeyId", KEY_ID)
                    .with("EncryptionAlgorithm", text())
                    .with("Recipient", ANYTHING)
                    .with("DryRun", truth());
    static final Structure RE_ENCRYPT =
            structure()
                    .with("CiphertextBlob", text())
                    .with("SourceEncryptionContext", CONTEXT)
                    .with("SourceKeyId", KEY_ID)
                    .require("DestinationKeyId", KEY_ID)
                    .with("DestinationEncryptionContext", CONTEXT)
                    .with("SourceEncryptionAlgorithm", text())
                    .with("DestinationEncryptionAlgorithm", text())
                    .with("GrantTokens", GRANT_TOKENS)
                    .with("DryRun", truth());
    static final Structure GENERATE_DATA_KEY =
            KEY.with("EncryptionContext", CONTEXT)
                    .with("NumberOfBytes", integer().between(1, 1024))
                    .with("KeySpec", oneOf("AES_256", "AES_128"))
                    .with("GrantTokens", GRANT_TOKENS)
                    .with("Recipient", ANYTHING)
                    .with("DryRun", truth());
    static final Structure GENERATE_RANDOM =
            structure()
                    .with("NumberOfBytes", integer().between(1, 1024))
                    .with("CustomKeyStoreId", text().length(1, 64))
                    .with("Recipient", ANYTHING);

    private KmsShapes() {}

    private static Structure paged(Structure structure) {
        return structure
                .with("Limit", integer().between(1, 1000))
                .with("Marker", text().length(1, 1024));
    }
}
