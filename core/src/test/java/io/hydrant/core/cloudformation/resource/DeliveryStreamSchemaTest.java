package io.hydrant.core.cloudformation.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a template may say of a delivery stream. `'` stands for `"`.
class DeliveryStreamSchemaTest {
    private static final String HERE = "#/ExtendedS3DestinationConfiguration";
    private static final String LEAST = "'RoleARN':'arn:r','BucketARN':'arn:b'";

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private static String typed(String properties) throws ResourceFailure {
        return SchemaCheck.typed("S", json(properties), DeliveryStreamSchema.PROPERTIES)
                .toString()
                .replace('"', '\'');
    }

    private static String s3(String members) {
        return "{'ExtendedS3DestinationConfiguration':{" + LEAST + "," + members + "}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'BufferingHints':{'SizeInMBs':'0'} | /BufferingHints/SizeInMBs: failed validation constraint for keyword [minimum]",
                "'BufferingHints':{'IntervalInSeconds':'901'} | /BufferingHints/IntervalInSeconds: failed validation constraint for keyword [maximum]",
                "'BufferingHints':{'IntervalInSeconds':'1.5'} | /BufferingHints/IntervalInSeconds: expected type: Integer, found: String",
                "'CompressionFormat':'gzip' | /CompressionFormat: failed validation constraint for keyword [enum]",
                "'S3BackupMode':'On' | /S3BackupMode: failed validation constraint for keyword [enum]",
                "'RoleARN':'r' | /RoleARN: failed validation constraint for keyword [pattern]",
                "'BucketARN':'b' | /BucketARN: failed validation constraint for keyword [pattern]",
                "'Prefix':{} | /Prefix: expected type: String, found: JSONObject",
                "'EncryptionConfiguration':{'NoEncryptionConfig':'x'} | /EncryptionConfiguration/NoEncryptionConfig: failed validation constraint for keyword [enum]",
                "'EncryptionConfiguration':{'KMSEncryptionConfig':{}} | /EncryptionConfiguration/KMSEncryptionConfig: required key [AWSKMSKeyARN] not found",
                "'CloudWatchLoggingOptions':{'Enabled':'maybe'} | /CloudWatchLoggingOptions/Enabled: expected type: Boolean, found: String",
                "'ProcessingConfiguration':{'Processors':[{}]} | /ProcessingConfiguration/Processors/0: required key [Type] not found",
                "'ProcessingConfiguration':{'Processors':'x'} | /ProcessingConfiguration/Processors: expected type: JSONArray, found: String",
                "'DynamicPartitioningConfiguration':{'RetryOptions':{'DurationInSeconds':'7201'}} | /DynamicPartitioningConfiguration/RetryOptions/DurationInSeconds: failed validation constraint for keyword [maximum]",
                "'S3BackupConfiguration':{'RoleARN':'arn:r'} | /S3BackupConfiguration: required key [BucketARN] not found",
                "'S3BackupUpdate':{} | : extraneous key [S3BackupUpdate] is not permitted",
                "'Colour':'red' | : extraneous key [Colour] is not permitted",
                "'DataFormatConversionConfiguration':{'Enabled':'x'} | /DataFormatConversionConfiguration/Enabled: expected type: Boolean, found: String",
                "'DataFormatConversionConfiguration':{'Colour':'x'} | /DataFormatConversionConfiguration: extraneous key [Colour] is not permitted",
            })
    void whatDoesNotFitIsRefusedInCloudFormationsWords(String members, String problem) {
        String properties = s3(members);
        assertThatThrownBy(() -> typed(properties))
                .hasMessageEndingWith(" for resource S with message:\n" + HERE + problem);
    }

    @Test
    void bothMissingArnsAreNamedInOrderOfTheAlphabet() {
        assertThatThrownBy(() -> typed("{'ExtendedS3DestinationConfiguration':{}}"))
                .hasMessageEndingWith(
                        HERE
                                + ": required key [BucketARN] not found\n"
                                + HERE
                                + ": required key [RoleARN] not found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'DeliveryStreamName':'a b'} | #/DeliveryStreamName: failed validation constraint for keyword [pattern]",
                "{'DeliveryStreamType':'Put'} | #/DeliveryStreamType: failed validation constraint for keyword [enum]",
                "{'Tags':[{'Key':'k'}]} | #/Tags/0: required key [Value] not found",
                "{'RedshiftDestinationUpdate':{}} | #: extraneous key [RedshiftDestinationUpdate] is not permitted",
            })
    void propertiesAreThoseOfTheRequest(String properties, String problem) {
        assertThatThrownBy(() -> typed(properties))
                .hasMessageEndingWith(" for resource S with message:\n" + problem);
    }

    /// Firehose has words of its own for what it refuses, or for what Hydrant does not support.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'BucketARN':'arn:aws:s3'",
                "'RoleARN':'arn:aws:iam::1:user/u'",
                "'FileExtension':'json'",
                "'CustomTimeZone':'Mars/Olympus'",
                "'CloudWatchLoggingOptions':{'LogGroupName':'*','LogStreamName':'*'}",
                "'EncryptionConfiguration':{'KMSEncryptionConfig':{'AWSKMSKeyARN':'k'}}",
                "'ProcessingConfiguration':{'Processors':[{'Type':'Dream','Parameters':[{'ParameterName':'p','ParameterValue':''}]}]}",
                "'DataFormatConversionConfiguration':{'SchemaConfiguration':{'RoleARN':'r','TableName':'a b'}}",
            })
    void textsAreLeftToFirehose(String members) throws ResourceFailure {
        assertThat(typed(s3(members)).length()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "Redshift",
                "Elasticsearch",
                "Amazonopensearchservice",
                "AmazonOpenSearchServerless",
                "Splunk",
                "HttpEndpoint",
                "Snowflake",
                "Iceberg",
            })
    void destinationsThatHydrantDoesNotSupportAreLeftToFirehose(String destination)
            throws ResourceFailure {
        String properties = "{'%sDestinationConfiguration':{'Any':'thing'}}".formatted(destination);
        assertThat(typed(properties)).isEqualTo(properties);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'DirectPutSourceConfiguration':{'ThroughputHintInMBs':'5'}} | {'DirectPutSourceConfiguration':{'ThroughputHintInMBs':5}}",
                "{'KinesisStreamSourceConfiguration':{'KinesisStreamARN':'a','RoleARN':'arn:r'}} | {'KinesisStreamSourceConfiguration':{'KinesisStreamARN':'a','RoleARN':'arn:r'}}",
                "{'DatabaseSourceConfiguration':{'Any':'thing'}} | {'DatabaseSourceConfiguration':{'Any':'thing'}}",
                "{'DeliveryStreamEncryptionConfigurationInput':{'KeyType':'AWS_OWNED_CMK'}} | {'DeliveryStreamEncryptionConfigurationInput':{'KeyType':'AWS_OWNED_CMK'}}",
            })
    void sourcesGetTheirTypes(String properties, String typed) throws ResourceFailure {
        assertThat(typed(properties)).isEqualTo(typed);
    }

    @Test
    void aConversionGetsItsTypes() throws ResourceFailure {
        String given =
                "'DataFormatConversionConfiguration':{'Enabled':'false','InputFormatConfiguration':{'Deserializer':{'OpenXJsonSerDe':{'CaseInsensitive':'true','ColumnToJsonKeyMappings':{'a':'1'}}}},'OutputFormatConfiguration':{'Serializer':{'OrcSerDe':{'RowIndexStride':'1000','PaddingTolerance':'0.5','BloomFilterColumns':['1']}}}}";
        assertThat(typed(s3(given)))
                .isEqualTo(
                        s3(
                                "'DataFormatConversionConfiguration':{'Enabled':false,'InputFormatConfiguration':{'Deserializer':{'OpenXJsonSerDe':{'CaseInsensitive':true,'ColumnToJsonKeyMappings':{'a':'1'}}}},'OutputFormatConfiguration':{'Serializer':{'OrcSerDe':{'RowIndexStride':1000,'PaddingTolerance':0.5,'BloomFilterColumns':['1']}}}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'Serializer':{'OrcSerDe':{'PaddingTolerance':'much'}}} | /Serializer/OrcSerDe/PaddingTolerance: expected type: Number, found: String",
                "{'Serializer':{'OrcSerDe':{'PaddingTolerance':'1.1'}}} | /Serializer/OrcSerDe/PaddingTolerance: failed validation constraint for keyword [maximum]",
                "{'Serializer':{'ParquetSerDe':{'PageSizeBytes':'1'}}} | /Serializer/ParquetSerDe/PageSizeBytes: failed validation constraint for keyword [minimum]",
                "{'Serializer':{'ParquetSerDe':{'Compression':'LZO'}}} | /Serializer/ParquetSerDe/Compression: failed validation constraint for keyword [enum]",
                "{'Serializer':{'AvroSerDe':{}}} | /Serializer: extraneous key [AvroSerDe] is not permitted",
            })
    void aSerializersOptionsAreChecked(String output, String problem) {
        String members =
                "'DataFormatConversionConfiguration':{'OutputFormatConfiguration':" + output + "}";
        assertThatThrownBy(() -> typed(s3(members)))
                .hasMessageEndingWith(
                        HERE
                                + "/DataFormatConversionConfiguration/OutputFormatConfiguration"
                                + problem);
    }
}
