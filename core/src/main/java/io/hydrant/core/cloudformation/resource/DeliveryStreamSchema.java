package io.hydrant.core.cloudformation.resource;

import static io.hydrant.core.cloudformation.resource.Schema.listOf;
import static io.hydrant.core.cloudformation.resource.Schema.oneOf;
import static io.hydrant.core.cloudformation.resource.Schema.structure;
import static io.hydrant.core.cloudformation.resource.Schema.text;

import io.hydrant.core.cloudformation.resource.Schema.Anything;
import io.hydrant.core.cloudformation.resource.Schema.Structure;
import io.hydrant.core.cloudformation.resource.Schema.Truth;
import io.hydrant.core.cloudformation.resource.Schema.WholeNumber;
import java.util.List;

/// The properties of `AWS::KinesisFirehose::DeliveryStream`. What Hydrant's Firehose does not
/// support is refused by it, with its own text, so that it passes here.
final class DeliveryStreamSchema {
    /// Blocks that only make sense to Firehose itself.
    private static final List<String> LEFT_TO_FIREHOSE =
            List.of(
                    "KinesisStreamSourceConfiguration",
                    "MSKSourceConfiguration",
                    "DirectPutSourceConfiguration",
                    "DatabaseSourceConfiguration",
                    "RedshiftDestinationConfiguration",
                    "ElasticsearchDestinationConfiguration",
                    "AmazonopensearchserviceDestinationConfiguration",
                    "AmazonOpenSearchServerlessDestinationConfiguration",
                    "SplunkDestinationConfiguration",
                    "HttpEndpointDestinationConfiguration",
                    "SnowflakeDestinationConfiguration",
                    "IcebergDestinationConfiguration",
                    "DeliveryStreamEncryptionConfigurationInput");

    private static final Structure PROCESSING =
            structure()
                    .with("Enabled", new Truth())
                    .with(
                            "Processors",
                            listOf(
                                    structure()
                                            .with("Type", text())
                                            .with(
                                                    "Parameters",
                                                    listOf(
                                                            structure()
                                                                    .with("ParameterName", text())
                                                                    .with("ParameterValue", text())
                                                                    .require(
                                                                            "ParameterName",
                                                                            "ParameterValue")))
                                            .require("Type")));

    private static final Structure PARTITIONING =
            structure()
                    .with("Enabled", new Truth())
                    .with(
                            "RetryOptions",
                            structure().with("DurationInSeconds", new WholeNumber(0, 7200)));

    private static final Structure CONVERSION =
            structure()
                    .with("Enabled", new Truth())
                    .with("InputFormatConfiguration", new Anything())
                    .with("OutputFormatConfiguration", new Anything())
                    .with("SchemaConfiguration", new Anything());

    private static final Structure S3 =
            structure()
                    .with("BucketARN", text(1, 2048, "arn:.*"))
                    .with("RoleARN", text(1, 512, "arn:.*"))
                    .with(
                            "BufferingHints",
                            structure()
                                    .with("IntervalInSeconds", new WholeNumber(0, 900))
                                    .with("SizeInMBs", new WholeNumber(1, 128)))
                    .with(
                            "CompressionFormat",
                            oneOf("UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"))
                    .with("Prefix", text(0, 1024))
                    .with("ErrorOutputPrefix", text(0, 1024))
                    .with(
                            "EncryptionConfiguration",
                            structure()
                                    .with("NoEncryptionConfig", oneOf("NoEncryption"))
                                    .with(
                                            "KMSEncryptionConfig",
                                            structure()
                                                    .with("AWSKMSKeyARN", text())
                                                    .require("AWSKMSKeyARN")))
                    .with(
                            "CloudWatchLoggingOptions",
                            structure()
                                    .with("Enabled", new Truth())
                                    .with("LogGroupName", text())
                                    .with("LogStreamName", text()))
                    .require("BucketARN", "RoleARN");

    private static final Structure EXTENDED_S3 =
            S3.with("FileExtension", text(0, 128))
                    .with("CustomTimeZone", text(0, 50))
                    .with("ProcessingConfiguration", PROCESSING)
                    .with("DynamicPartitioningConfiguration", PARTITIONING)
                    .with("DataFormatConversionConfiguration", CONVERSION)
                    .with("S3BackupMode", oneOf("Disabled", "Enabled"))
                    .with("S3BackupConfiguration", S3);

    static final Structure PROPERTIES = properties();

    private DeliveryStreamSchema() {}

    private static Structure properties() {
        Structure properties =
                structure()
                        .with("DeliveryStreamName", text(1, 64, "[a-zA-Z0-9._-]+"))
                        .with(
                                "DeliveryStreamType",
                                oneOf(
                                        "DirectPut",
                                        "KinesisStreamAsSource",
                                        "MSKAsSource",
                                        "DatabaseAsSource"))
                        .with("S3DestinationConfiguration", S3)
                        .with("ExtendedS3DestinationConfiguration", EXTENDED_S3)
                        .with("Tags", Schema.tags());
        for (String name : LEFT_TO_FIREHOSE) {
            properties = properties.with(name, new Anything());
        }
        return properties;
    }
}
