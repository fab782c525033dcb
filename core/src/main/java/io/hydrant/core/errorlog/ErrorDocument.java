package io.hydrant.core.errorlog;

import io.hydrant.core.meter.StreamError;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.stream.destination.ProcessorParameter;
import io.hydrant.core.stream.destination.ProcessorType;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An error as Firehose writes it into a log group, with AWS's members:
///
///     {"deliveryStreamARN":"arn:aws:firehose:…","destination":"arn:aws:s3:::bucket",
///      "deliveryStreamVersionId":1,"message":"…","errorCode":"S3.AccessDenied","processor":"arn:aws:lambda:…"}
///
/// `processor` is there when the stream has a function.
final class ErrorDocument {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ErrorDocument() {}

    /// @param stream as its backup sees it, for an error of the backup
    static String of(DeliveryStream stream, StreamError error) {
        ObjectNode event = JSON.createObjectNode();
        event.put("deliveryStreamARN", stream.arn().toString());
        event.put(
                "destination",
                switch (stream.destination()) {
                    case ExtendedS3Destination s3 -> s3.objects().bucketArn();
                });
        event.put("deliveryStreamVersionId", stream.version());
        event.put("message", error.message());
        event.put("errorCode", error.code());
        function(stream).ifPresent(arn -> event.put("processor", arn));
        return JSON.writeValueAsString(event);
    }

    private static Optional<String> function(DeliveryStream stream) {
        return switch (stream.destination()) {
            case ExtendedS3Destination s3 ->
                    s3.processor(ProcessorType.LAMBDA)
                            .flatMap(stage -> stage.value(ProcessorParameter.LAMBDA_ARN));
        };
    }
}
