package io.hydrant.core.stream.request;

import static io.hydrant.aws.json.Shape.integer;
import static io.hydrant.aws.json.Shape.listOf;
import static io.hydrant.aws.json.Shape.oneOf;
import static io.hydrant.aws.json.Shape.structure;
import static io.hydrant.aws.json.Shape.text;
import static io.hydrant.aws.json.Shape.truth;

import io.hydrant.aws.json.Shape;
import io.hydrant.aws.json.Shape.Structure;
import io.hydrant.aws.json.Shape.Text;
import io.hydrant.core.stream.StreamTag;

/// The API model of Firehose's requests, except the two that put records: those are read as a
/// stream.
public final class FirehoseShapes {
    public static final Text STREAM_NAME = text().length(1, 64).matching("[a-zA-Z0-9_.-]+");
    private static final Text STREAM_TYPE = oneOf(SourceType.values(), SourceType::wireName);
    private static final Text DESTINATION_ID = text().length(1, 100).matching("[a-zA-Z0-9-]+");
    private static final Text TAG_KEY =
            text().length(1, 128).matching("^(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$");
    private static final Text TAG_VALUE =
            text().length(0, 256).matching("^[\\p{L}\\p{Z}\\p{N}_.:\\/=+\\-@%]*$");
    private static final Shape.Sequence TAGS =
            listOf(structure().require("Key", TAG_KEY).with("Value", TAG_VALUE))
                    .length(1, StreamTag.TAGS_MAX);
    private static final Structure ENCRYPTION_INPUT =
            structure()
                    .with("KeyARN", S3Shapes.KMS_KEY_ARN)
                    .require("KeyType", oneOf("AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"));
    public static final Structure CREATE_DELIVERY_STREAM =
            structure()
                    .require("DeliveryStreamName", STREAM_NAME)
                    .with("DeliveryStreamType", STREAM_TYPE)
                    .with(SourceType.DIRECT_PUT.member())
                    .with(SourceType.KINESIS.member())
                    .with("DeliveryStreamEncryptionConfigurationInput", ENCRYPTION_INPUT)
                    .with(DestinationType.S3.inCreation())
                    .with(DestinationType.EXTENDED_S3.inCreation())
                    .with(DestinationType.REDSHIFT.inCreation())
                    .with(DestinationType.ELASTICSEARCH.inCreation())
                    .with(DestinationType.OPENSEARCH.inCreation())
                    .with(DestinationType.SPLUNK.inCreation())
                    .with(DestinationType.HTTP_ENDPOINT.inCreation())
                    .with("Tags", TAGS)
                    .with(DestinationType.OPENSEARCH_SERVERLESS.inCreation())
                    .with(SourceType.MSK.member())
                    .with(DestinationType.SNOWFLAKE.inCreation())
                    .with(DestinationType.ICEBERG.inCreation())
                    .with(SourceType.DATABASE.member());

    public static final Structure DESCRIBE_DELIVERY_STREAM =
            structure()
                    .require("DeliveryStreamName", STREAM_NAME)
                    .with("Limit", integer().between(1, 10_000))
                    .with("ExclusiveStartDestinationId", DESTINATION_ID);

    public static final Structure LIST_DELIVERY_STREAMS =
            structure()
                    .with("Limit", integer().between(1, 10_000))
                    .with("DeliveryStreamType", STREAM_TYPE)
                    .with("ExclusiveStartDeliveryStreamName", STREAM_NAME);

    public static final Structure DELETE_DELIVERY_STREAM =
            structure()
                    .require("DeliveryStreamName", STREAM_NAME)
                    .with("AllowForceDelete", truth());

    public static final Structure UPDATE_DESTINATION =
            structure()
                    .require("DeliveryStreamName", STREAM_NAME)
                    .require(
                            "CurrentDeliveryStreamVersionId",
                            text().length(1, 50).matching("[0-9]+"))
                    .require("DestinationId", DESTINATION_ID)
                    .with(DestinationType.S3.inUpdate())
                    .with(DestinationType.EXTENDED_S3.inUpdate())
                    .with(DestinationType.REDSHIFT.inUpdate())
                    .with(DestinationType.ELASTICSEARCH.inUpdate())
                    .with(DestinationType.OPENSEARCH.inUpdate())
                    .with(DestinationType.SPLUNK.inUpdate())
                    .with(DestinationType.HTTP_ENDPOINT.inUpdate())
                    .with(DestinationType.OPENSEARCH_SERVERLESS.inUpdate())
                    .with(DestinationType.SNOWFLAKE.inUpdate())
                    .with(DestinationType.ICEBERG.inUpdate());

    public static final Structure TAG_DELIVERY_STREAM =
            structure().require("DeliveryStreamName", STREAM_NAME).require("Tags", TAGS);

    public static final Structure UNTAG_DELIVERY_STREAM =
            structure()
                    .require("DeliveryStreamName", STREAM_NAME)
                    .require("TagKeys", listOf(TAG_KEY).length(1, StreamTag.TAGS_MAX));

    public static final Structure LIST_TAGS_FOR_DELIVERY_STREAM =
            structure()
                    .require("DeliveryStreamName", STREAM_NAME)
                    .with("ExclusiveStartTagKey", TAG_KEY)
                    .with("Limit", integer().between(1, StreamTag.TAGS_MAX));

    public static final Structure START_DELIVERY_STREAM_ENCRYPTION =
            structure()
                    .require("DeliveryStreamName", STREAM_NAME)
                    .with("DeliveryStreamEncryptionConfigurationInput", ENCRYPTION_INPUT);

    public static final Structure STOP_DELIVERY_STREAM_ENCRYPTION =
            structure().require("DeliveryStreamName", STREAM_NAME);

    private FirehoseShapes() {}
}
