package io.hydrant.server.kms;

import io.hydrant.core.kms.Kms;
import io.hydrant.server.http.protocol.JsonOperation;
import java.util.ArrayList;
import java.util.List;

/// The operations of `TrentService`. Those that Hydrant has not are refused by their names.
public final class KmsOperations {
    private static final List<String> OTHERS =
            List.of(
                    "ConnectCustomKeyStore",
                    "CreateCustomKeyStore",
                    "CreateGrant",
                    "DeleteCustomKeyStore",
                    "DeleteImportedKeyMaterial",
                    "DeriveSharedSecret",
                    "DescribeCustomKeyStores",
                    "DisconnectCustomKeyStore",
                    "GenerateDataKeyPair",
                    "GenerateDataKeyPairWithoutPlaintext",
                    "GenerateMac",
                    "GetKeyLastUsage",
                    "GetParametersForImport",
                    "GetPublicKey",
                    "ImportKeyMaterial",
                    "ListGrants",
                    "ListKeyRotations",
                    "ListRetirableGrants",
                    "ReplicateKey",
                    "RetireGrant",
                    "RevokeGrant",
                    "RotateKeyOnDemand",
                    "Sign",
                    "UpdateCustomKeyStore",
                    "UpdatePrimaryRegion",
                    "Verify",
                    "VerifyMac");

    private KmsOperations() {}

    public static List<JsonOperation> all(Kms kms) {
        List<JsonOperation> all = new ArrayList<>();
        all.addAll(new KeyOperations(kms).all());
        all.addAll(new AliasOperations(kms).all());
        all.addAll(new CryptoOperations(kms).all());
        all.addAll(new PolicyOperations(kms).all());
        all.addAll(new TagOperations(kms).all());
        OTHERS.forEach(name -> all.add(KmsOperation.unsupported(name)));
        return all;
    }
}
