package io.hydrant.core.cloudformation.resource;

import static io.hydrant.core.cloudformation.resource.Schema.listOf;
import static io.hydrant.core.cloudformation.resource.Schema.oneOf;
import static io.hydrant.core.cloudformation.resource.Schema.structure;
import static io.hydrant.core.cloudformation.resource.Schema.text;

import io.hydrant.core.cloudformation.resource.Schema.Structure;
import io.hydrant.core.cloudformation.resource.Schema.Truth;
import io.hydrant.core.cloudformation.resource.Schema.Unsupported;
import io.hydrant.core.cloudformation.resource.Schema.WholeNumber;
import java.util.List;

/// The properties of `AWS::S3::Bucket`.
final class BucketSchema {
    static final List<String> PUBLIC_ACCESS_SETTINGS =
            List.of(
                    "BlockPublicAcls",
                    "IgnorePublicAcls",
                    "BlockPublicPolicy",
                    "RestrictPublicBuckets");

    private static final List<String> UNSUPPORTED =
            List.of(
                    "AbacStatus",
                    "AccelerateConfiguration",
                    "AnalyticsConfigurations",
                    "BucketNamePrefix",
                    "BucketNamespace",
                    "IntelligentTieringConfigurations",
                    "InventoryConfigurations",
                    "LoggingConfiguration",
                    "MetadataConfiguration",
                    "MetadataTableConfiguration",
                    "MetricsConfigurations",
                    "NotificationConfiguration",
                    "ObjectLockConfiguration",
                    "ObjectLockEnabled",
                    "ReplicationConfiguration",
                    "WebsiteConfiguration");

    private static final WholeNumber DAYS = new WholeNumber(1, Integer.MAX_VALUE);

    private static final Structure ENCRYPTION =
            structure()
                    .with(
                            "ServerSideEncryptionConfiguration",
                            listOf(
                                    structure()
                                            .with("BucketKeyEnabled", new Truth())
                                            .with(
                                                    "ServerSideEncryptionByDefault",
                                                    structure()
                                                            .with(
                                                                    "SSEAlgorithm",
                                                                    oneOf("AES256", "aws:kms"))
                                                            .with("KMSMasterKeyID", text())
                                                            .require("SSEAlgorithm"))))
                    .require("ServerSideEncryptionConfiguration");

    private static final Structure CORS_RULE =
            structure()
                    .with("AllowedHeaders", listOf(text()))
                    .with("AllowedMethods", listOf(oneOf("GET", "PUT", "HEAD", "POST", "DELETE")))
                    .with("AllowedOrigins", listOf(text()))
                    .with("ExposedHeaders", listOf(text()))
                    .with("Id", text(0, 255))
                    .with("MaxAge", new WholeNumber(0, Integer.MAX_VALUE))
                    .require("AllowedMethods", "AllowedOrigins");

    private static final Structure LIFECYCLE_RULE =
            structure()
                    .with("Id", text(0, 255))
                    .with("Status", oneOf("Enabled", "Disabled"))
                    .with("Prefix", text())
                    .with("ExpirationInDays", DAYS)
                    .with(
                            "NoncurrentVersionExpiration",
                            structure().with("NoncurrentDays", DAYS).require("NoncurrentDays"))
                    .with(
                            "AbortIncompleteMultipartUpload",
                            structure()
                                    .with("DaysAfterInitiation", DAYS)
                                    .require("DaysAfterInitiation"))
                    .with("ExpirationDate", new Unsupported())
                    .with("ExpiredObjectDeleteMarker", new Unsupported())
                    .with("NoncurrentVersionExpirationInDays", new Unsupported())
                    .with("NoncurrentVersionTransition", new Unsupported())
                    .with("NoncurrentVersionTransitions", new Unsupported())
                    .with("ObjectSizeGreaterThan", new Unsupported())
                    .with("ObjectSizeLessThan", new Unsupported())
                    .with("TagFilters", new Unsupported())
                    .with("Transition", new Unsupported())
                    .with("Transitions", new Unsupported())
                    .require("Status");

    static final Structure PROPERTIES = properties();

    private BucketSchema() {}

    private static Structure properties() {
        Structure publicAccess = structure();
        for (String name : PUBLIC_ACCESS_SETTINGS) {
            publicAccess = publicAccess.with(name, new Truth());
        }
        Structure properties =
                structure()
                        .with("BucketName", text(3, 63))
                        .with("AccessControl", oneOf("Private"))
                        .with(
                                "VersioningConfiguration",
                                structure()
                                        .with("Status", oneOf("Enabled", "Suspended"))
                                        .require("Status"))
                        .with("Tags", Schema.tags())
                        .with("BucketEncryption", ENCRYPTION)
                        .with("PublicAccessBlockConfiguration", publicAccess)
                        .with(
                                "OwnershipControls",
                                structure()
                                        .with(
                                                "Rules",
                                                listOf(
                                                        structure()
                                                                .with(
                                                                        "ObjectOwnership",
                                                                        oneOf(
                                                                                "BucketOwnerEnforced",
                                                                                "BucketOwnerPreferred",
                                                                                "ObjectWriter"))))
                                        .require("Rules"))
                        .with(
                                "CorsConfiguration",
                                structure()
                                        .with("CorsRules", listOf(CORS_RULE))
                                        .require("CorsRules"))
                        .with(
                                "LifecycleConfiguration",
                                structure().with("Rules", listOf(LIFECYCLE_RULE)).require("Rules"));
        for (String name : UNSUPPORTED) {
            properties = properties.with(name, new Unsupported());
        }
        return properties;
    }
}
