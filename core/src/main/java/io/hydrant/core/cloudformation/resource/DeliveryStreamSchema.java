package io.hydrant.core.cloudformation.resource;

import static io.hydrant.core.cloudformation.resource.Schema.text;

import io.hydrant.core.cloudformation.resource.Schema.Structure;
import io.hydrant.core.stream.request.FirehoseShapes;
import java.util.Map;

/// The properties of `AWS::KinesisFirehose::DeliveryStream`: the members of a CreateDeliveryStream
/// request. What Hydrant's Firehose does not support is refused by it, with its own text, so that
/// it passes here.
final class DeliveryStreamSchema {
    /// Members that templates constrain otherwise than requests.
    private static final Map<String, Schema> EXCEPTIONS =
            Map.ofEntries(
                    Map.entry("DeliveryStreamName", text(1, 64, "[a-zA-Z0-9._-]+")),
                    Map.entry("Tags", Schema.tags()),
                    Map.entry("BucketARN", text(1, 2048, "arn:.*")),
                    Map.entry("RoleARN", text(1, 512, "arn:.*")),
                    Map.entry("SchemaConfiguration/RoleARN", text()),
                    Map.entry("Prefix", text(0, 1024)),
                    Map.entry("ErrorOutputPrefix", text(0, 1024)),
                    Map.entry("FileExtension", text(0, 128)),
                    Map.entry("CustomTimeZone", text(0, 50)),
                    Map.entry("Processors/Type", text()),
                    Map.entry("Parameters/ParameterName", text()));

    /// A name is made up where none is given.
    static final Structure PROPERTIES =
            new ModelSchema(EXCEPTIONS).of(FirehoseShapes.CREATE_DELIVERY_STREAM).require();

    private DeliveryStreamSchema() {}
}
