package io.hydrant.core.objectstore;

import io.hydrant.aws.xml.XmlElement;
import io.hydrant.aws.xml.XmlReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;

/// How a bucket's objects are encrypted that do not say so themselves.
///
/// @param kms what is asked of KMS; without it the store's own keys encrypt
public record BucketEncryption(Optional<ObjectSecrets.Wish> kms) {
    private static final String OF_KMS = "aws:kms";
    private static final XmlReader XML = new XmlReader(64 * 1024, 100);

    /// @param document of the bucket's setting
    static BucketEncryption read(String document) {
        if (!document.contains(OF_KMS)) {
            return new BucketEncryption(Optional.empty());
        }
        Optional<XmlElement> rule =
                XML.parse(document.getBytes(StandardCharsets.UTF_8))
                        .flatMap(root -> root.child("Rule"));
        Optional<XmlElement> byDefault =
                rule.flatMap(each -> each.child("ApplyServerSideEncryptionByDefault"));
        boolean isOfKms =
                byDefault.flatMap(each -> each.textOf("SSEAlgorithm")).equals(Optional.of(OF_KMS));
        if (!isOfKms) {
            return new BucketEncryption(Optional.empty());
        }
        return new BucketEncryption(
                Optional.of(
                        new ObjectSecrets.Wish(
                                byDefault.get().textOf("KMSMasterKeyID"),
                                new TreeMap<>(),
                                rule.get()
                                        .textOf("BucketKeyEnabled")
                                        .equals(Optional.of("true")))));
    }
}
