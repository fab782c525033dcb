package io.hydrant.cli.send;

import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;

/// Which stream rows went to. One that is deleted and created anew has the same name and none of
/// the rows.
///
/// @param endpoint the server
/// @param created when the stream was, as the server tells it; empty where it does not
public record StreamIdentity(String name, String endpoint, String created) {
    /// A stream that may be sent to and not be looked at.
    public static StreamIdentity undescribed(String name, String endpoint) {
        return new StreamIdentity(name, endpoint, "");
    }

    static StreamIdentity of(DeliveryStreamDescription description, String endpoint) {
        return new StreamIdentity(
                description.deliveryStreamName(),
                endpoint,
                description.createTimestamp() == null
                        ? ""
                        : description.createTimestamp().toString());
    }

    /// A server that has moved has the same streams.
    boolean isOther(StreamIdentity now) {
        boolean areTimesKnown = !created.isEmpty() && !now.created.isEmpty();
        return !name.equals(now.name)
                || (areTimesKnown ? !created.equals(now.created) : !endpoint.equals(now.endpoint));
    }
}
