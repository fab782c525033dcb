package io.hydrant.server.kms;

import static io.hydrant.server.kms.KmsOperation.keyId;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.kms.KeyUses;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.kms.KmsCaller;
import io.hydrant.core.kms.KmsError;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The operations that use keys.
record CryptoOperations(Kms kms) {
    private static final int PLAINTEXT_BYTES_MAX = 4096;
    private static final int CIPHERTEXT_BYTES_MAX = 6144;
    private static final int AES_128_BYTES = 16;
    private static final int AES_256_BYTES = 32;

    List<JsonOperation> all() {
        return List.of(
                new KmsOperation("Encrypt", KmsShapes.ENCRYPT, this::encrypt),
                new KmsOperation("Decrypt", KmsShapes.DECRYPT, this::decrypt),
                new KmsOperation("ReEncrypt", KmsShapes.RE_ENCRYPT, this::reEncrypt),
                new KmsOperation(
                        "GenerateDataKey", KmsShapes.GENERATE_DATA_KEY, this::generateDataKey),
                new KmsOperation(
                        "GenerateDataKeyWithoutPlaintext",
                        KmsShapes.GENERATE_DATA_KEY,
                        this::generateDataKeyWithoutPlaintext),
                new KmsOperation("GenerateRandom", KmsShapes.GENERATE_RANDOM, this::random));
    }

    private ObjectNode encrypt(ObjectNode request, KmsCaller caller) throws IOException {
        refuseOthers(request, "EncryptionAlgorithm");
        byte[] plaintext = bytes(request, "Plaintext", PLAINTEXT_BYTES_MAX);
        Map<String, String> context = KmsOperation.texts(request, "EncryptionContext");
        KeyUses.Outcome done = kms.uses().encrypt(caller, keyId(request), plaintext, context);
        refuseDryRun(request);
        return KmsOperation.object()
                .put("CiphertextBlob", base64(done.bytes()))
                .put("KeyId", kms.names().arn(done.key()))
                .put("EncryptionAlgorithm", KeyMetadata.ALGORITHM);
    }

    private ObjectNode decrypt(ObjectNode request, KmsCaller caller) throws IOException {
        refuseOthers(request, "EncryptionAlgorithm");
        KeyUses.Outcome done =
                kms.uses()
                        .decrypt(
                                caller,
                                bytes(request, "CiphertextBlob", CIPHERTEXT_BYTES_MAX),
                                request.path("KeyId").stringValueOpt(),
                                KmsOperation.texts(request, "EncryptionContext"));
        refuseDryRun(request);
        return KmsOperation.object()
                .put("Plaintext", base64(done.bytes()))
                .put("KeyId", kms.names().arn(done.key()))
                .put("EncryptionAlgorithm", KeyMetadata.ALGORITHM)
                .put("KeyMaterialId", done.materialId());
    }

    private ObjectNode reEncrypt(ObjectNode request, KmsCaller caller) throws IOException {
        refuseOthers(request, "SourceEncryptionAlgorithm");
        refuseOthers(request, "DestinationEncryptionAlgorithm");
        Map.Entry<KeyUses.Outcome, KeyUses.Outcome> done =
                kms.uses()
                        .reEncrypt(
                                caller,
                                bytes(request, "CiphertextBlob", CIPHERTEXT_BYTES_MAX),
                                request.path("SourceKeyId").stringValueOpt(),
                                KmsOperation.texts(request, "SourceEncryptionContext"),
                                request.path("DestinationKeyId").stringValue(),
                                KmsOperation.texts(request, "DestinationEncryptionContext"));
        refuseDryRun(request);
        return KmsOperation.object()
                .put("CiphertextBlob", base64(done.getValue().bytes()))
                .put("SourceKeyId", kms.names().arn(done.getKey().key()))
                .put("KeyId", kms.names().arn(done.getValue().key()))
                .put("SourceEncryptionAlgorithm", KeyMetadata.ALGORITHM)
                .put("DestinationEncryptionAlgorithm", KeyMetadata.ALGORITHM)
                .put("SourceKeyMaterialId", done.getKey().materialId())
                .put("DestinationKeyMaterialId", done.getValue().materialId());
    }

    private ObjectNode generateDataKey(ObjectNode request, KmsCaller caller) throws IOException {
        KeyUses.Pair pair = generated(request, caller, "kms:GenerateDataKey");
        return described(pair).put("Plaintext", base64(pair.plaintext()));
    }

    private ObjectNode generateDataKeyWithoutPlaintext(ObjectNode request, KmsCaller caller)
            throws IOException {
        return described(generated(request, caller, "kms:GenerateDataKeyWithoutPlaintext"));
    }

    private KeyUses.Pair generated(ObjectNode request, KmsCaller caller, String action)
            throws IOException {
        refuseOthers(request, "none");
        if (request.has("KeySpec") == request.has("NumberOfBytes")) {
            throw KmsError.VALIDATION.because("Please specify either number of bytes or key spec.");
        }
        int bytes =
                request.path("KeySpec")
                        .stringValueOpt()
                        .map(spec -> spec.equals("AES_128") ? AES_128_BYTES : AES_256_BYTES)
                        .orElseGet(() -> request.path("NumberOfBytes").intValue());
        KeyUses.Pair pair =
                kms.uses()
                        .generate(
                                caller,
                                action,
                                keyId(request),
                                bytes,
                                KmsOperation.texts(request, "EncryptionContext"));
        refuseDryRun(request);
        return pair;
    }

    private ObjectNode described(KeyUses.Pair pair) {
        return KmsOperation.object()
                .put("CiphertextBlob", base64(pair.ciphertext()))
                .put("KeyId", kms.names().arn(pair.key()))
                .put("KeyMaterialId", pair.key().materials().getLast().id());
    }

    private ObjectNode random(ObjectNode request, KmsCaller caller) {
        refuseOthers(request, "none");
        if (request.has("CustomKeyStoreId")) {
            throw KmsError.UNSUPPORTED_OPERATION.because(
                    "Hydrant does not support CustomKeyStoreId of GenerateRandom.");
        }
        kms.permissions().require(caller, "kms:GenerateRandom", "*", RequestKeys.NONE);
        Optional<Integer> count =
                request.has("NumberOfBytes")
                        ? Optional.of(request.path("NumberOfBytes").intValue())
                        : Optional.empty();
        return KmsOperation.object()
                .put(
                        "Plaintext",
                        base64(
                                kms.uses()
                                        .random(
                                                count.orElseThrow(() ->
                                                        KmsError.VALIDATION.because(
                                                                "NumberOfBytes is required.")))));
    }

    /// What is asked for is possible, and is not done.
    private static void refuseDryRun(ObjectNode request) {
        if (request.path("DryRun").asBoolean(false)) {
            throw KmsError.DRY_RUN.because(
                    "The request would have succeeded, but the DryRun option is set.");
        }
    }

    /// Other algorithms, enclaves, and tokens of grants, which there are not.
    private static void refuseOthers(ObjectNode request, String algorithmMember) {
        String algorithm = request.path(algorithmMember).asString(KeyMetadata.ALGORITHM);
        if (!algorithm.equals(KeyMetadata.ALGORITHM)) {
            throw KmsError.UNSUPPORTED_OPERATION.because(
                    "Hydrant does not support the algorithm %s.", algorithm);
        }
        if (request.has("Recipient")) {
            throw KmsError.UNSUPPORTED_OPERATION.because(
                    "Hydrant does not support Recipient, of enclaves.");
        }
        if (!request.path("GrantTokens").isEmpty()) {
            throw KmsError.INVALID_GRANT_TOKEN.because("Hydrant has no grants.");
        }
    }

    private static byte[] bytes(ObjectNode request, String member, int max) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(request.path(member).asString(""));
        } catch (IllegalArgumentException e) {
            throw new ServiceException(400, "SerializationException", "");
        }
        if (bytes.length < 1 || bytes.length > max) {
            throw KmsError.VALIDATION.because(
                    "1 validation error detected: Value at '%s' failed to satisfy constraint:"
                            + " Member must have length between 1 and %d, inclusive",
                    Character.toLowerCase(member.charAt(0)) + member.substring(1), max);
        }
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
