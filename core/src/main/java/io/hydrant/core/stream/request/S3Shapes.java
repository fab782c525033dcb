package io.hydrant.core.stream.request;

import static io.hydrant.aws.json.Shape.decimal;
import static io.hydrant.aws.json.Shape.integer;
import static io.hydrant.aws.json.Shape.listOf;
import static io.hydrant.aws.json.Shape.oneOf;
import static io.hydrant.aws.json.Shape.structure;
import static io.hydrant.aws.json.Shape.text;
import static io.hydrant.aws.json.Shape.truth;

import io.hydrant.aws.json.Shape;
import io.hydrant.aws.json.Shape.Structure;
import io.hydrant.aws.json.Shape.Text;
import io.hydrant.core.stream.destination.BufferingHints;
import io.hydrant.core.stream.destination.ProcessorParameter;
import io.hydrant.core.stream.destination.ProcessorType;
import io.hydrant.core.stream.destination.Serializer.OrcCompression;
import io.hydrant.core.stream.destination.Serializer.OrcVersion;
import io.hydrant.core.stream.destination.Serializer.ParquetCompression;
import io.hydrant.core.stream.destination.Serializer.ParquetVersion;

/// The API model of S3 destinations. Enumerations are in the order in which AWS prints them, where
/// that is known.
final class S3Shapes {
    static final Text ROLE_ARN =
            text().length(1, 512).matching("arn:.*:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+");
    static final Text KMS_KEY_ARN =
            text().length(1, 512)
                    .matching(
                            "arn:.*:kms:[a-zA-Z0-9\\-]+:\\d{12}:(key|alias)/[a-zA-Z_0-9+=,.@\\-_/]+");
    private static final Text BUCKET_ARN =
            text().length(1, 2048).matching("arn:.*:s3:::[\\w\\.\\-]{1,255}");
    private static final Text PREFIX = text().length(0, 1024).matching(".*");
    private static final Text NOT_BLANK = text().length(1, 1024).matching("^(?!\\s*$).+");
    private static final Text WITHOUT_SPACE = text().length(1, 1024).matching("^\\S+$");
    private static final Text COMPRESSION_FORMAT =
            oneOf("ZIP", "HADOOP_SNAPPY", "Snappy", "GZIP", "UNCOMPRESSED");

    private static final Structure BUFFERING_HINTS =
            structure()
                    .with(
                            "SizeInMBs",
                            integer()
                                    .between(
                                            BufferingHints.SIZE_MIN_MBS,
                                            BufferingHints.SIZE_MAX_MBS))
                    .with(
                            "IntervalInSeconds",
                            integer().between(0, BufferingHints.INTERVAL_MAX.toSeconds()));

    private static final Structure ENCRYPTION =
            structure()
                    .with("NoEncryptionConfig", oneOf("NoEncryption"))
                    .with("KMSEncryptionConfig", structure().require("AWSKMSKeyARN", KMS_KEY_ARN));

    private static final Structure LOGGING =
            structure()
                    .with("Enabled", truth())
                    .with("LogGroupName", text().length(0, 512).matching("[\\.\\-_/#A-Za-z0-9]*"))
                    .with("LogStreamName", text().length(0, 512).matching("[^:*]*"));

    private static final Structure PROCESSING =
            structure()
                    .with("Enabled", truth())
                    .with(
                            "Processors",
                            listOf(
                                    structure()
                                            .require(
                                                    "Type",
                                                    oneOf(
                                                            ProcessorType.values(),
                                                            ProcessorType::wireName))
                                            .with("Parameters", listOf(processorParameter()))));

    private static final Structure SCHEMA =
            structure()
                    .with("RoleARN", WITHOUT_SPACE)
                    .with("CatalogId", WITHOUT_SPACE)
                    .with("DatabaseName", WITHOUT_SPACE)
                    .with("TableName", WITHOUT_SPACE)
                    .with("Region", WITHOUT_SPACE)
                    .with("VersionId", WITHOUT_SPACE);

    private static final Structure DESERIALIZER =
            structure()
                    .with(
                            "OpenXJsonSerDe",
                            structure()
                                    .with("ConvertDotsInJsonKeysToUnderscores", truth())
                                    .with("CaseInsensitive", truth())
                                    .with(
                                            "ColumnToJsonKeyMappings",
                                            new Shape.Mapping(WITHOUT_SPACE, NOT_BLANK)))
                    .with("HiveJsonSerDe", structure().with("TimestampFormats", listOf(NOT_BLANK)));

    private static final Structure PARQUET =
            structure()
                    .with("BlockSizeBytes", integer().atLeast(64 * 1024 * 1024))
                    .with("PageSizeBytes", integer().atLeast(64 * 1024))
                    .with("Compression", oneOf(ParquetCompression.values(), Enum::name))
                    .with("EnableDictionaryCompression", truth())
                    .with("MaxPaddingBytes", integer().atLeast(0))
                    .with("WriterVersion", oneOf(ParquetVersion.values(), Enum::name));

    private static final Structure ORC =
            structure()
                    .with("StripeSizeBytes", integer().atLeast(8 * 1024 * 1024))
                    .with("BlockSizeBytes", integer().atLeast(64 * 1024 * 1024))
                    .with("RowIndexStride", integer().atLeast(1000))
                    .with("EnablePadding", truth())
                    .with("PaddingTolerance", decimal().between(0, 1))
                    .with("Compression", oneOf(OrcCompression.values(), Enum::name))
                    .with("BloomFilterColumns", listOf(WITHOUT_SPACE))
                    .with("BloomFilterFalsePositiveProbability", decimal().between(0, 1))
                    .with("DictionaryKeyThreshold", decimal().between(0, 1))
                    .with("FormatVersion", oneOf(OrcVersion.values(), Enum::name));

    private static final Structure FORMAT_CONVERSION =
            structure()
                    .with("SchemaConfiguration", SCHEMA)
                    .with(
                            "InputFormatConfiguration",
                            structure().with("Deserializer", DESERIALIZER))
                    .with(
                            "OutputFormatConfiguration",
                            structure()
                                    .with(
                                            "Serializer",
                                            structure()
                                                    .with("ParquetSerDe", PARQUET)
                                                    .with("OrcSerDe", ORC)))
                    .with("Enabled", truth());

    private static final Structure DYNAMIC_PARTITIONING =
            structure()
                    .with(
                            "RetryOptions",
                            structure().with("DurationInSeconds", integer().between(0, 7200)))
                    .with("Enabled", truth());

    static final Structure S3_CONFIGURATION =
            common(structure().require("RoleARN", ROLE_ARN).require("BucketARN", BUCKET_ARN));
    static final Structure S3_UPDATE =
            common(structure().with("RoleARN", ROLE_ARN).with("BucketARN", BUCKET_ARN));
    static final Structure EXTENDED_S3_CONFIGURATION =
            extended(S3_CONFIGURATION.with("S3BackupConfiguration", S3_CONFIGURATION));
    static final Structure EXTENDED_S3_UPDATE =
            extended(S3_UPDATE.with("S3BackupUpdate", S3_UPDATE));

    private S3Shapes() {}

    private static Structure processorParameter() {
        return structure()
                .require(
                        "ParameterName",
                        oneOf(ProcessorParameter.values(), ProcessorParameter::wireName))
                .require("ParameterValue", text().length(1, 5120).matching("^(?!\\s*$).+"));
    }

    private static Structure common(Structure shape) {
        return shape.with("Prefix", PREFIX)
                .with("ErrorOutputPrefix", PREFIX)
                .with("BufferingHints", BUFFERING_HINTS)
                .with("CompressionFormat", COMPRESSION_FORMAT)
                .with("EncryptionConfiguration", ENCRYPTION)
                .with("CloudWatchLoggingOptions", LOGGING);
    }

    private static Structure extended(Structure shape) {
        return shape.with("ProcessingConfiguration", PROCESSING)
                .with("S3BackupMode", oneOf("Disabled", "Enabled"))
                .with("DataFormatConversionConfiguration", FORMAT_CONVERSION)
                .with("DynamicPartitioningConfiguration", DYNAMIC_PARTITIONING)
                .with(
                        "FileExtension",
                        text().length(0, 128).matching("^(|\\.[0-9a-z!\\-_.*'()]+)$"))
                .with(
                        "CustomTimeZone",
                        text().length(0, 50)
                                .matching("^$|[a-zA-Z/_]+")
                                .orElse(TimeZones.BEYOND_THE_PATTERN));
    }
}
