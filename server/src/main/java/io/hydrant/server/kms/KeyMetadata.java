package io.hydrant.server.kms;

import io.hydrant.core.kms.Kms;
import io.hydrant.core.kms.KmsKey;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// A key as answers describe it.
final class KeyMetadata {
    static final String ALGORITHM = "SYMMETRIC_DEFAULT";

    private static final double MILLIS = 1000.0;

    private KeyMetadata() {}

    static ObjectNode of(KmsKey key, Kms kms) {
        ObjectNode metadata = KmsOperation.object();
        metadata.put("AWSAccountId", kms.names().account());
        metadata.put("KeyId", key.id());
        metadata.put("Arn", kms.names().arn(key));
        metadata.put("CreationDate", seconds(key.created()));
        metadata.put("Enabled", key.state() == KmsKey.State.ENABLED);
        metadata.put("Description", key.description());
        metadata.put("KeyUsage", "ENCRYPT_DECRYPT");
        metadata.put("KeyState", key.state().wireName());
        key.deletion().ifPresent(date -> metadata.put("DeletionDate", seconds(date)));
        metadata.put("Origin", "AWS_KMS");
        metadata.put("KeyManager", key.owner().name());
        metadata.put("CustomerMasterKeySpec", ALGORITHM);
        metadata.put("KeySpec", ALGORITHM);
        metadata.putArray("EncryptionAlgorithms").add(ALGORITHM);
        metadata.put("MultiRegion", false);
        metadata.put("CurrentKeyMaterialId", key.materials().getLast().id());
        return metadata;
    }

    /// Since 1970, as AWS JSON has times.
    static double seconds(Instant time) {
        return time.toEpochMilli() / MILLIS;
    }
}
