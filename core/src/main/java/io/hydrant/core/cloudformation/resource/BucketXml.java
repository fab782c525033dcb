package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.ObjectOwnership;
import io.hydrant.core.objectstore.PublicAccessBlock;
import java.util.Map;

/// Writes a bucket's settings as the XML documents of S3's API.
final class BucketXml {
    static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private BucketXml() {}

    static String tagging(Map<String, String> tags) {
        XmlWriter xml = new XmlWriter().start("Tagging", NAMESPACE).start("TagSet");
        tags.forEach(
                (key, value) -> xml.start("Tag").element("Key", key).element("Value", value).end());
        return xml.end().end().toString();
    }

    static String encryption(Properties encryption) {
        XmlWriter xml = new XmlWriter().start("ServerSideEncryptionConfiguration", NAMESPACE);
        for (Properties rule : encryption.structures("ServerSideEncryptionConfiguration")) {
            Properties byDefault = rule.structure("ServerSideEncryptionByDefault");
            xml.start("Rule")
                    .start("ApplyServerSideEncryptionByDefault")
                    .element("SSEAlgorithm", byDefault.text("SSEAlgorithm"))
                    .element("KMSMasterKeyID", byDefault.text("KMSMasterKeyID"))
                    .end();
            if (rule.has("BucketKeyEnabled")) {
                xml.element("BucketKeyEnabled", rule.truth("BucketKeyEnabled"));
            }
            xml.end();
        }
        return xml.end().toString();
    }

    static String publicAccessBlock(Properties block) {
        return new PublicAccessBlock(
                        block.truth("BlockPublicAcls"),
                        block.truth("IgnorePublicAcls"),
                        block.truth("BlockPublicPolicy"),
                        block.truth("RestrictPublicBuckets"))
                .toXml();
    }

    static String ownershipControls(Properties controls) {
        return controls.structures("Rules").stream()
                .findFirst()
                .flatMap(rule -> rule.text("ObjectOwnership"))
                .flatMap(ObjectOwnership::named)
                .orElse(ObjectOwnership.BucketOwnerEnforced)
                .toXml();
    }

    static String cors(Properties cors) {
        XmlWriter xml = new XmlWriter().start("CORSConfiguration", NAMESPACE);
        for (Properties rule : cors.structures("CorsRules")) {
            xml.start("CORSRule").element("ID", rule.text("Id"));
            rule.texts("AllowedHeaders").forEach(header -> xml.element("AllowedHeader", header));
            rule.texts("AllowedMethods").forEach(method -> xml.element("AllowedMethod", method));
            rule.texts("AllowedOrigins").forEach(origin -> xml.element("AllowedOrigin", origin));
            rule.texts("ExposedHeaders").forEach(header -> xml.element("ExposeHeader", header));
            rule.number("MaxAge").ifPresent(age -> xml.element("MaxAgeSeconds", age));
            xml.end();
        }
        return xml.end().toString();
    }

    static String lifecycle(Properties lifecycle) {
        XmlWriter xml = new XmlWriter().start("LifecycleConfiguration", NAMESPACE);
        for (Properties rule : lifecycle.structures("Rules")) {
            xml.start("Rule")
                    .element("ID", rule.text("Id"))
                    .start("Filter")
                    .element("Prefix", rule.text("Prefix").orElse(""))
                    .end()
                    .element("Status", rule.required("Status"));
            expirations(xml, rule);
            xml.end();
        }
        return xml.end().toString();
    }

    private static void expirations(XmlWriter xml, Properties rule) {
        rule.number("ExpirationInDays")
                .ifPresent(days -> xml.start("Expiration").element("Days", days).end());
        rule.structure("NoncurrentVersionExpiration")
                .number("NoncurrentDays")
                .ifPresent(days ->
                        xml.start("NoncurrentVersionExpiration")
                                .element("NoncurrentDays", days)
                                .end());
        rule.structure("AbortIncompleteMultipartUpload")
                .number("DaysAfterInitiation")
                .ifPresent(days ->
                        xml.start("AbortIncompleteMultipartUpload")
                                .element("DaysAfterInitiation", days)
                                .end());
    }
}
