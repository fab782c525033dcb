package io.hydrant.core.objectstore.setting;

import io.hydrant.aws.xml.XmlElement;
import io.hydrant.core.objectstore.S3Error;
import java.util.List;
import java.util.Optional;

/// How objects are to be encrypted that do not say so themselves: one rule, by AES256 or under a
/// key of KMS. Whether there is the key is asked when an object is stored, as in AWS.
final class Encryption implements Setting {
    private static final SettingSchema BY_DEFAULT =
            SettingSchema.structure(
                    SettingSchema.one(
                            "SSEAlgorithm",
                            SettingSchema.oneOf("AES256", "aws:kms", "aws:kms:dsse")),
                    SettingSchema.maybe("KMSMasterKeyID", SettingSchema.text()));

    @Override
    public String root() {
        return "ServerSideEncryptionConfiguration";
    }

    @Override
    public SettingSchema schema() {
        return SettingSchema.structure(
                SettingSchema.one(
                        "Rule",
                        SettingSchema.structure(
                                SettingSchema.one("ApplyServerSideEncryptionByDefault", BY_DEFAULT),
                                SettingSchema.maybe("BucketKeyEnabled", SettingSchema.truth()))));
    }

    @Override
    public Optional<XmlElement> kept(XmlElement root, Place place) {
        XmlElement rule = root.children().getFirst();
        XmlElement byDefault = rule.child("ApplyServerSideEncryptionByDefault").orElseThrow();
        String algorithm = byDefault.textOf("SSEAlgorithm").orElseThrow();
        if (algorithm.equals("aws:kms:dsse")) {
            throw S3Error.NOT_IMPLEMENTED.because(
                    "Hydrant does not support the encryption of objects by %s", algorithm);
        }
        if (algorithm.equals("AES256") && byDefault.child("KMSMasterKeyID").isPresent()) {
            throw S3Error.INVALID_ARGUMENT
                    .because(
                            "a KMSMasterKeyID is not applicable if the default sse algorithm is"
                                    + " not aws:kms or aws:kms:dsse")
                    .with("ArgumentName", "ApplyServerSideEncryptionByDefault");
        }
        XmlElement bucketKey =
                rule.child("BucketKeyEnabled")
                        .orElseGet(() -> new XmlElement("BucketKeyEnabled", "false", List.of()));
        XmlElement whole = new XmlElement("Rule", "", List.of(byDefault, bucketKey));
        return Optional.of(new XmlElement(root.name(), "", List.of(whole)));
    }
}
