package io.hydrant.core.stream;

import static io.hydrant.core.stream.StreamsFixture.BUCKET;
import static io.hydrant.core.stream.StreamsFixture.ROLE;
import static io.hydrant.core.stream.StreamsFixture.json;
import static io.hydrant.core.stream.StreamsFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.stream.request.TimeZones;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What CreateDeliveryStream refuses, in AWS's words where AWS refuses it too.
class CreationRulesTest {
    private static final String DATE_PREFIX = "'Prefix':'!{timestamp:yyyy}/'";

    @TempDir Path directory;
    private StreamsFixture catalog;

    @BeforeEach
    void open() throws IOException {
        catalog = new StreamsFixture(directory);
    }

    @AfterEach
    void close() throws IOException {
        catalog.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | 1 validation error detected: Value at 'deliveryStreamName' failed to satisfy"
                        + " constraint: Member must not be null",
                "{'DeliveryStreamName':''} | 2 validation errors detected: Value at"
                        + " 'deliveryStreamName' failed to satisfy constraint: Member must have length"
                        + " greater than or equal to 1; Value at 'deliveryStreamName' failed to satisfy"
                        + " constraint: Member must satisfy regular expression pattern:"
                        + " [a-zA-Z0-9_.-]+",
                "{'DeliveryStreamName':'a','ExtendedS3DestinationConfiguration':{}} | 2 validation"
                        + " errors detected: Value at 'extendedS3DestinationConfiguration.roleARN'"
                        + " failed to satisfy constraint: Member must not be null; Value at"
                        + " 'extendedS3DestinationConfiguration.bucketARN' failed to satisfy"
                        + " constraint: Member must not be null",
                "{'DeliveryStreamName':'a','DeliveryStreamType':'X'} | 1 validation error detected:"
                        + " Value at 'deliveryStreamType' failed to satisfy constraint: Member must"
                        + " satisfy enum value set: [DirectPut, KinesisStreamAsSource, MSKAsSource,"
                        + " DatabaseAsSource]",
                "{'DeliveryStreamName':'a','Tags':[{'Key':'aws:x'}]} | 1 validation error detected:"
                        + " Value at 'tags.1.member.key' failed to satisfy constraint: Member must"
                        + " satisfy regular expression pattern:"
                        + " ^(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$",
            })
    void theModelsConstraintsComeFirst(String request, String text) {
        assertThat(refusal(() -> StreamCalls.create(catalog.streams, json(request))))
                .isEqualTo("ValidationException: " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "'BucketARN':'films' => bucketARN => Member must satisfy regular expression"
                        + " pattern: arn:.*:s3:::[\\w\\.\\-]{1,255}",
                "'BufferingHints':{'SizeInMBs':0} => bufferingHints.sizeInMBs => Member must have"
                        + " value greater than or equal to 1",
                "'BufferingHints':{'SizeInMBs':129} => bufferingHints.sizeInMBs => Member must have"
                        + " value less than or equal to 128",
                "'BufferingHints':{'IntervalInSeconds':901} => bufferingHints.intervalInSeconds =>"
                        + " Member must have value less than or equal to 900",
                "'BufferingHints':{'IntervalInSeconds':99999999999999999999} =>"
                        + " bufferingHints.intervalInSeconds => Member must have value less than or"
                        + " equal to 900",
                "'FileExtension':'json' => fileExtension => Member must satisfy regular expression"
                        + " pattern: ^(|\\.[0-9a-z!\\-_.*'()]+)$",
                "'ProcessingConfiguration':{'Processors':[{'Type':'NotLambda'}]} =>"
                        + " processingConfiguration.processors.1.member.type => Member must satisfy"
                        + " enum value set: [Decompression, Lambda, RecordDeAggregation,"
                        + " MetadataExtraction, AppendDelimiterToRecord, CloudWatchLogProcessing]",
                "'S3BackupMode':'On' => s3BackupMode => Member must satisfy enum value set:"
                        + " [Disabled, Enabled]",
                "'DataFormatConversionConfiguration':{'Enabled':false,'OutputFormatConfiguration':{'Serializer':{'ParquetSerDe':{'PageSizeBytes':1}}}}"
                        + " => dataFormatConversionConfiguration.outputFormatConfiguration.serializer.parquetSerDe.pageSizeBytes"
                        + " => Member must have value greater than or equal to 65536",
                "'DataFormatConversionConfiguration':{'InputFormatConfiguration':{'Deserializer':{'OpenXJsonSerDe':{'ColumnToJsonKeyMappings':{'a"
                        + " b':'c'}}}}} =>"
                        + " dataFormatConversionConfiguration.inputFormatConfiguration.deserializer.openXJsonSerDe.columnToJsonKeyMappings"
                        + " => Map keys must satisfy constraint: [Member must have length less than or"
                        + " equal to 1024, Member must have length greater than or equal to 1, Member"
                        + " must satisfy regular expression pattern: ^\\S+$]",
            })
    void settingsKeepTheModelsConstraints(String members, String path, String constraint) {
        assertThat(refusal(() -> catalog.create("a", "," + members)))
                .isEqualTo(
                        "ValidationException: 1 validation error detected: Value at"
                                + " 'extendedS3DestinationConfiguration."
                                + path
                                + "' failed to satisfy constraint: "
                                + constraint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'X':1 | Exactly one destination configuration is supported for a Firehose",
                "'S3DestinationConfiguration':S3,'ExtendedS3DestinationConfiguration':S3 | Exactly"
                        + " one destination configuration is supported for a Firehose",
                "'DeliveryStreamType':'KinesisStreamAsSource','S3DestinationConfiguration':S3 |"
                        + " KinesisSourceStreamConfig is mandatory for KinesisStreamAsSource stream"
                        + " type.",
                "'KinesisStreamSourceConfiguration':KINESIS,'S3DestinationConfiguration':S3 |"
                        + " KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource"
                        + " stream type",
                "'DeliveryStreamType':'MSKAsSource','S3DestinationConfiguration':S3 |"
                        + " MSKSourceConfig is mandatory for MSK as Source stream type.",
                "'DeliveryStreamType':'DatabaseAsSource','S3DestinationConfiguration':S3 |"
                        + " IcebergDestinationConfiguration must be specified for Database as Source.",
                "'DeliveryStreamType':'KinesisStreamAsSource','KinesisStreamSourceConfiguration':KINESIS,'S3DestinationConfiguration':S3"
                        + " | Hydrant does not support Kinesis streams as source yet.",
                "'RedshiftDestinationConfiguration':{} | Hydrant does not support Redshift"
                        + " destinations yet.",
                "'IcebergDestinationConfiguration':{} | Hydrant does not support Iceberg"
                        + " destinations yet.",
                "'S3DestinationConfiguration':S3,'DeliveryStreamEncryptionConfigurationInput':{'KeyType':'CUSTOMER_MANAGED_CMK'}"
                        + " | KeyARN has to be specified when KeyType is CUSTOMER_MANAGED_CMK",
                "'S3DestinationConfiguration':S3,'DeliveryStreamEncryptionConfigurationInput':{'KeyType':'AWS_OWNED_CMK','KeyARN':'arn:aws:kms:us-east-1:000000000000:key/a'}"
                        + " | KeyARN cannot be specified when KeyType is AWS_OWNED_CMK",
                "'S3DestinationConfiguration':S3,'DeliveryStreamEncryptionConfigurationInput':{'KeyType':'CUSTOMER_MANAGED_CMK','KeyARN':'arn:aws:kms:eu-west-1:000000000000:key/a'}"
                        + " | Cross-region keys are not allowed for SSE. Please provide CMKs in the"
                        + " same region as firehose",
            })
    void sourcesAndDestinationsAreChecked(String members, String text) {
        String s3 = "{'RoleARN':'%s','BucketARN':'%s'}".formatted(ROLE, BUCKET);
        String kinesis =
                "{'RoleARN':'%s','KinesisStreamARN':'arn:aws:kinesis:us-east-1:000000000000:stream/s'}"
                        .formatted(ROLE);
        String request =
                "{'DeliveryStreamName':'a',"
                        + members.replace(":S3", ":" + s3).replace(":KINESIS", ":" + kinesis)
                        + "}";

        assertThat(refusal(() -> StreamCalls.create(catalog.streams, json(request))))
                .isEqualTo("InvalidArgumentException: " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'CloudWatchLoggingOptions':{'Enabled':true} | CloudWatch Log Group Name is"
                        + " required if CloudWatch Logging is enabled",
                "'CloudWatchLoggingOptions':{'Enabled':true,'LogGroupName':'g'} | CloudWatch Log"
                        + " Stream Name is required if CloudWatch Logging is enabled",
                "'S3BackupMode':'Enabled' | S3 backup destination configuration is required when"
                        + " enabling S3 backup.",
                "'S3BackupMode':'Enabled','S3BackupConfiguration':{'RoleARN':'arn:aws:iam::000000000000:role/r','BucketARN':'arn:aws:s3:::b','BufferingHints':{'IntervalInSeconds':59}}"
                        + " | BufferingHints.IntervalInSeconds must be at least 60 in the S3 backup"
                        + " configuration.",
                "'S3BackupMode':'Enabled','S3BackupConfiguration':{'RoleARN':'arn:aws:iam::000000000000:role/r','BucketARN':'arn:aws:s3:::b','Prefix':'!{timestamp:yyyy}/'}"
                        + " | ErrorOutputPrefix cannot be null or empty when Prefix contains"
                        + " expressions",
                "'S3BackupMode':'Enabled','S3BackupConfiguration':{'RoleARN':'arn:aws:iam::000000000000:role/r','BucketARN':'arn:aws:s3:::b','CloudWatchLoggingOptions':{'Enabled':true}}"
                        + " | CloudWatch Log Group Name is required if CloudWatch Logging is enabled",
                "'ProcessingConfiguration':{'Enabled':true} | A maximum of 5 and a minimum of 1"
                        + " processor needs to be supplied when processing is enabled.",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'Lambda'},{'Type':'Lambda'}]}"
                        + " | Cannot have more than 1 Lambda processor.",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'Lambda'}]} |"
                        + " LambdaArn is required when Lambda processor is used.",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'MetadataExtraction'}]}"
                        + " | class"
                        + " com.amazonaws.services.firehose.internal.model.MetadataExtractionProcessor"
                        + " can only be present when Dynamic Partitioning is enabled.",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'Decompression','Parameters':[{'ParameterName':'CompressionFormat','ParameterValue':'ZIP'}]}]}"
                        + " | CompressionFormat has to be GZIP",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'AppendDelimiterToRecord','Parameters':[{'ParameterName':'Delimiter','ParameterValue':'x'},{'ParameterName':'NumberOfRetries','ParameterValue':'3'}]}]}"
                        + " | NumberOfRetries is no parameter of AppendDelimiterToRecord.",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'CloudWatchLogProcessing','Parameters':[{'ParameterName':'DataMessageExtraction','ParameterValue':'true'}]}]}"
                        + " | CloudWatchLogProcessingProcessor can only be enabled with"
                        + " DecompressionProcessor",
                "'DynamicPartitioningConfiguration':{'Enabled':true},'Prefix':'!{partitionKeyFromQuery:c}/','ErrorOutputPrefix':'e/'"
                        + " | BufferingHints.SizeInMBs must be at least 64 when Dynamic Partitioning is"
                        + " enabled.",
                "'DataFormatConversionConfiguration':{},'CompressionFormat':'GZIP' | The S3"
                        + " destination's compression format must be set to UNCOMPRESSED when data"
                        + " format conversion is enabled",
                "'DataFormatConversionConfiguration':{},'BufferingHints':{'SizeInMBs':5} |"
                        + " BufferingHints.SizeInMBs must be at least 64 when data format conversion is"
                        + " enabled.",
                "'DataFormatConversionConfiguration':{} | InputFormatConfiguration must not be"
                        + " null",
                "'DataFormatConversionConfiguration':{'InputFormatConfiguration':{},'OutputFormatConfiguration':{},'SchemaConfiguration':{}}"
                        + " | Deserializer must not be null",
                "'DataFormatConversionConfiguration':{'InputFormatConfiguration':{'Deserializer':{}},'OutputFormatConfiguration':{},'SchemaConfiguration':{}}"
                        + " | No deserializer specified. One must be chosen.",
                "'DataFormatConversionConfiguration':{'InputFormatConfiguration':{'Deserializer':{'HiveJsonSerDe':{}}},'OutputFormatConfiguration':{'Serializer':{'OrcSerDe':{}}},'SchemaConfiguration':{'RoleARN':'r'}}"
                        + " | DatabaseName must not be null",
                "'DataFormatConversionConfiguration':{'InputFormatConfiguration':{'Deserializer':{'HiveJsonSerDe':{'TimestampFormats':['millis','yyyy','bbb']}}},'OutputFormatConfiguration':{'Serializer':{'OrcSerDe':{}}},'SchemaConfiguration':{}}"
                        + " | One or more SerDe options are invalid for"
                        + " org.apache.hcatalog.data.JsonSerDe: [Key: timestamp.formats Value:"
                        + " millis,yyyy,bbb]",
                "'DataFormatConversionConfiguration':{'InputFormatConfiguration':{'Deserializer':{'HiveJsonSerDe':{'TimestampFormats':['yyyy-MM-dd zzzz']}}},'OutputFormatConfiguration':{'Serializer':{'OrcSerDe':{}}},'SchemaConfiguration':{}}"
                        + " | One or more SerDe options are invalid for"
                        + " org.apache.hcatalog.data.JsonSerDe: [Key: timestamp.formats Value:"
                        + " yyyy-MM-dd zzzz]",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'Lambda','Parameters':[{'ParameterName':'LambdaArn','ParameterValue':'arn:l'}]}]}"
                        + " | LambdaArn arn:l is not the ARN of a Lambda function",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'Lambda','Parameters':[{'ParameterName':'LambdaArn','ParameterValue':'arn:aws:lambda:us-east-1:000000000000:function:f'},{'ParameterName':'RoleArn','ParameterValue':'me'}]}]}"
                        + " | RoleArn me is not the ARN of a role",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'Decompression'},{'Type':'Decompression'}]}"
                        + " | Cannot have more than 1 Decompression processor.",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'Decompression','Parameters':[{'ParameterName':'SubRecordType','ParameterValue':'JSON'}]}]}"
                        + " | SubRecordType is no parameter of Decompression.",
                "'DynamicPartitioningConfiguration':{'Enabled':true},'ErrorOutputPrefix':'e/','BufferingHints':{'SizeInMBs':64},'Prefix':'!{partitionKeyFromQuery:c}/','ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'RecordDeAggregation','Parameters':[{'ParameterName':'SubRecordType','ParameterValue':'DELIMITED'},{'ParameterName':'Delimiter','ParameterValue':'*'}]}]}"
                        + " | Delimiter has to be base64 of a byte at least, as in Cg== for a newline",
                "'DynamicPartitioningConfiguration':{'Enabled':true},'ErrorOutputPrefix':'e/','BufferingHints':{'SizeInMBs':64},'Prefix':'!{partitionKeyFromQuery:c}/'"
                        + " | Prefix contains !{partitionKeyFromQuery:…}, whose value a"
                        + " MetadataExtraction processor finds; the enabled ProcessingConfiguration has"
                        + " none.",
                "'DynamicPartitioningConfiguration':{'Enabled':true},'ErrorOutputPrefix':'e/','BufferingHints':{'SizeInMBs':64},'Prefix':'!{partitionKeyFromLambda:c}/'"
                        + " | Prefix contains !{partitionKeyFromLambda:…}, whose value a Lambda"
                        + " processor finds; the enabled ProcessingConfiguration has none.",
                "'DynamicPartitioningConfiguration':{'Enabled':true},'ErrorOutputPrefix':'e/','BufferingHints':{'SizeInMBs':64},'Prefix':'!{partitionKeyFromQuery:c}/','ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'MetadataExtraction','Parameters':[{'ParameterName':'JsonParsingEngine','ParameterValue':'JQ-1.6'}]}]}"
                        + " | MetadataExtractionQuery is required when MetadataExtraction processor is"
                        + " used.",
                "'DynamicPartitioningConfiguration':{'Enabled':true},'ErrorOutputPrefix':'e/','BufferingHints':{'SizeInMBs':64},'Prefix':'!{partitionKeyFromQuery:c}/','ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'MetadataExtraction','Parameters':[{'ParameterName':'MetadataExtractionQuery','ParameterValue':'{c:.c,d:.d}'},{'ParameterName':'JsonParsingEngine','ParameterValue':'JQ-1.6'}]}]}"
                        + " | MetaDataExtraction JQ Query can't contain keys that are not present in"
                        + " the S3 Prefix expression",
                "'DynamicPartitioningConfiguration':{'Enabled':true},'ErrorOutputPrefix':'e/','BufferingHints':{'SizeInMBs':64},'Prefix':'!{partitionKeyFromQuery:c}/!{partitionKeyFromQuery:d}/','ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'MetadataExtraction','Parameters':[{'ParameterName':'MetadataExtractionQuery','ParameterValue':'{c:.c}'},{'ParameterName':'JsonParsingEngine','ParameterValue':'JQ-1.6'}]}]}"
                        + " | Prefix contains !{partitionKeyFromQuery:d}, a key that the"
                        + " MetadataExtractionQuery does not have.",
                "'DynamicPartitioningConfiguration':{'Enabled':true},'ErrorOutputPrefix':'e/','BufferingHints':{'SizeInMBs':64},'Prefix':'!{partitionKeyFromQuery:}/','ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'MetadataExtraction','Parameters':[{'ParameterName':'MetadataExtractionQuery','ParameterValue':'{c:.c}'},{'ParameterName':'JsonParsingEngine','ParameterValue':'JQ-1.6'}]}]}"
                        + " | Invalid expression usage",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'Lambda','Parameters':[{'ParameterName':'LambdaArn','ParameterValue':'arn:aws:lambda:us-east-1:000000000000:function:f'},{'ParameterName':'NumberOfRetries','ParameterValue':'0x1p0'}]}]}"
                        + " | Number of retries for lambda must be between 0 and 300.",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'Lambda','Parameters':[{'ParameterName':'LambdaArn','ParameterValue':'arn:aws:lambda:us-east-1:000000000000:function:f'},{'ParameterName':'BufferSizeInMBs','ParameterValue':'1d'},{'ParameterName':'BufferIntervalInSeconds','ParameterValue':'60'}]}]}"
                        + " | BufferSizeInMBs for lambda processor must be between 0.2 and 3.",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'Lambda','Parameters':[{'ParameterName':'LambdaArn','ParameterValue':'arn:aws:lambda:us-east-1:000000000000:function:f'},{'ParameterName':'BufferIntervalInSeconds','ParameterValue':'NaN'},{'ParameterName':'BufferSizeInMBs','ParameterValue':'1'}]}]}"
                        + " | BufferIntervalInSeconds for lambda processor must be between 0 and 900.",
                "'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'Lambda','Parameters':[{'ParameterName':'LambdaArn','ParameterValue':'arn:aws:lambda:us-east-1:000000000000:function:f'},{'ParameterName':'LambdaArn','ParameterValue':'arn:aws:lambda:us-east-1:000000000000:function:g'}]}]}"
                        + " | LambdaArn of Lambda is given twice.",
                "'CustomTimeZone':'EST' | CustomTimeZone EST is not supported. Use UTC or one of"
                        + " the names of the form Region/City in AWS's documentation of S3 object"
                        + " names.",
                "'EncryptionConfiguration':{'NoEncryptionConfig':'NoEncryption','KMSEncryptionConfig':{'AWSKMSKeyARN':'arn:aws:kms:us-east-1:000000000000:key/a'}} | EncryptionConfiguration has either NoEncryptionConfig or KMSEncryptionConfig.",
                "'CustomTimeZone':'Etc/UTC' | CustomTimeZone Etc/UTC is not supported. Use UTC or"
                        + " one of the names of the form Region/City in AWS's documentation of S3"
                        + " object names.",
            })
    void settingsThatAwsRefusesAreRefusedInItsWords(String members, String text) {
        assertThat(refusal(() -> catalog.create("a", "," + members)))
                .isEqualTo("InvalidArgumentException: " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'DataFormatConversionConfiguration':{'InputFormatConfiguration':{'Deserializer':{'OpenXJsonSerDe':{}}},'OutputFormatConfiguration':{'Serializer':{'ParquetSerDe':{}}},'SchemaConfiguration':{'RoleARN':'arn:aws:iam::000000000000:role/r','DatabaseName':'d','TableName':'t'}}"
                        + " | data format conversion",
            })
    void whatHydrantCannotDoIsRefusedAndNeverIgnored(String members, String what) {
        assertThat(refusal(() -> catalog.create("a", "," + members)))
                .isEqualTo("InvalidArgumentException: Hydrant does not support " + what + " yet.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'ProcessingConfiguration':{'Enabled':false,'Processors':[{'Type':'Lambda'}]}",
                "'ProcessingConfiguration':{}",
                "'DataFormatConversionConfiguration':{'Enabled':false}",
                "'DynamicPartitioningConfiguration':{'Enabled':false,'RetryOptions':{'DurationInSeconds':1}}",
                "'S3BackupMode':'Disabled'",
                "'S3BackupMode':'Enabled','S3BackupConfiguration':{'RoleARN':'arn:aws:iam::000000000000:role/r','BucketARN':'arn:aws:s3:::b'}",
                "'S3BackupMode':'Enabled','S3BackupConfiguration':{'RoleARN':'arn:aws:iam::000000000000:role/r','BucketARN':'arn:aws:s3:::b','BufferingHints':{'SizeInMBs':1,'IntervalInSeconds':60},'CompressionFormat':'GZIP','Prefix':'b/'}",
                "'S3BackupMode':'Disabled','S3BackupConfiguration':{'RoleARN':'arn:aws:iam::000000000000:role/r','BucketARN':'arn:aws:s3:::b','BufferingHints':{'IntervalInSeconds':0}}",
                "'EncryptionConfiguration':{'NoEncryptionConfig':'NoEncryption'}",
                "'EncryptionConfiguration':{'KMSEncryptionConfig':{'AWSKMSKeyARN':'arn:aws:kms:us-east-1:000000000000:key/a'}}",
                "'S3BackupMode':'Enabled','S3BackupConfiguration':{'RoleARN':'arn:aws:iam::000000000000:role/r','BucketARN':'arn:aws:s3:::b','EncryptionConfiguration':{'KMSEncryptionConfig':{'AWSKMSKeyARN':'arn:aws:kms:us-east-1:000000000000:alias/a'}}}",
                "'CloudWatchLoggingOptions':{'Enabled':false}",
                "'CustomTimeZone':'Africa/Porto-Novo'",
                "'CustomTimeZone':''",
                "'CustomTimeZone':'America/Buenos_Aires'",
                "'FileExtension':''",
                "'BufferingHints':{'SizeInMBs':3}",
                "'BufferingHints':null",
                "'BufferingHints':{'SizeInMBs':128,'IntervalInSeconds':0}",
            })
    void whatIsSwitchedOffOrOrdinaryIsAccepted(String members) throws IOException {
        assertThat(catalog.create("a", "," + members).version()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                DATE_PREFIX
                        + " | ErrorOutputPrefix cannot be null or empty when Prefix contains"
                        + " expressions",
                DATE_PREFIX
                        + ",'ErrorOutputPrefix':'' | ErrorOutputPrefix cannot be null or empty when"
                        + " Prefix contains expressions",
                DATE_PREFIX
                        + ",'ErrorOutputPrefix':'e/!{timestamp:yyyy}/' | ErrorOutputPrefix must"
                        + " contain at least one occurrence of !{firehose:error-output-type}",
                "'Prefix':'!{firehose:error-output-type}/' | Prefix must not contain any occurrence"
                        + " of !{firehose:error-output-type}",
                "'Prefix':'a!{' | Invalid expression usage",
                "'Prefix':'!{timestamp:yyyy' | Invalid expression usage",
                "'Prefix':'!{timestamp}' | Invalid expression usage",
                "'Prefix':'!{timestamp:!{timestamp:yyyy}}' | Invalid expression usage",
                "'Prefix':'!{time:yyyy}' | Namespace to the left of colon (time) is an invalid"
                        + " keyword!",
                "'Prefix':'!{firehose:foo}' | Invalid conversion character used in the value of the"
                        + " expression in Prefix",
                "'Prefix':'!{timestamp:yyyyT}' | Invalid conversion character used in the value of"
                        + " the expression in Prefix",
                "'Prefix':'!{timestamp:VV}' | Invalid conversion character used in the value of the"
                        + " expression in Prefix",
                "'Prefix':'!{timestamp:}' | Invalid conversion character used in the value of the"
                        + " expression in Prefix",
                "'ErrorOutputPrefix':'!{timestamp:q#}' | Invalid conversion character used in the"
                        + " value of the expression in ErrorOutputPrefix",
                "'ErrorOutputPrefix':'!{partitionKeyFromQuery:c}' | Dynamic Partitioning Namespaces"
                        + " can't be part of an error prefix expression",
                "'Prefix':'!{partitionKeyFromLambda:c}' | Dynamic Partitioning Namespaces can only"
                        + " be part of a prefix expression when Dynamic Partitioning is enabled.",
                "'DynamicPartitioningConfiguration':{'Enabled':true},'Prefix':'a/' | S3 Prefix"
                        + " should contain Dynamic Partitioning namespaces when Dynamic Partitioning is"
                        + " enabled",
            })
    void prefixesAreChecked(String members, String text) {
        assertThat(refusal(() -> catalog.create("a", "," + members)))
                .isEqualTo("InvalidArgumentException: " + text);
    }

    @Test
    void anEvaluatedPrefixHasAtMost512Characters() throws IOException {
        String errors = ",'ErrorOutputPrefix':'e/'";
        catalog.create("a", ",'Prefix':'!{timestamp:yyyy}" + "p".repeat(508) + "'" + errors);

        assertThat(
                        refusal(() ->
                                catalog.create(
                                        "b",
                                        ",'Prefix':'!{timestamp:yyyy}"
                                                + "p".repeat(509)
                                                + "'"
                                                + errors)))
                .isEqualTo(
                        "InvalidArgumentException: Length of evaluated prefix cannot be greater"
                                + " than 512");
        assertThat(
                        refusal(() ->
                                catalog.create(
                                        "b", ",'ErrorOutputPrefix':'" + "e".repeat(513) + "'")))
                .isEqualTo(
                        "InvalidArgumentException: Length of evaluated ErrorOutputPrefix cannot be"
                                + " greater than 512");
    }

    @Test
    void theTimeZonesAreThoseThatAwsListsAndNoOthers() {
        assertThat(TimeZones.NAMES).hasSize(294);
        for (String zone : TimeZones.NAMES) {
            assertThat(catalog.read(",'CustomTimeZone':'" + zone + "'").zone().getId())
                    .isEqualTo(zone);
        }
        for (String other : List.of("Asia/Kolkata", "US/Eastern", "Europe/Kyiv", "GMT", "utc")) {
            assertThat(refusal(() -> catalog.read(",'CustomTimeZone':'" + other + "'")))
                    .startsWith("InvalidArgumentException: CustomTimeZone " + other);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Prefix':'a\\ud800/'",
                "'Prefix':'\\udc00\\ud800'",
                "'ErrorOutputPrefix':'\\udfff'",
                "'CloudWatchLoggingOptions':{'LogGroupName':'g','LogStreamName':'\\ud83d'}",
            })
    void halfACharacterIsRefused(String members) throws IOException {
        catalog.create("b", ",'Prefix':'\\ud83d\\ude00/'");
        assertThat(refusal(() -> catalog.create("a", "," + members)))
                .isEqualTo("SerializationException: A string has half of a surrogate pair");
        assertThat(
                        refusal(() ->
                                catalog.update(
                                        "b", 1, "'ExtendedS3DestinationUpdate':{" + members + "}")))
                .isEqualTo("SerializationException: A string has half of a surrogate pair");
    }
}
