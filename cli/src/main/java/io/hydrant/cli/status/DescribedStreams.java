package io.hydrant.cli.status;

import io.hydrant.cli.client.Clients;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.ListDeliveryStreamsResponse;

/// The streams as Firehose's own API tells of them: without buffers and backlogs.
public final class DescribedStreams {
    private DescribedStreams() {}

    /// All names: the API gives ten at a time.
    public static List<String> names(Clients clients) {
        List<String> names = new ArrayList<>();
        boolean more = true;
        while (more) {
            String last = names.isEmpty() ? null : names.getLast();
            ListDeliveryStreamsResponse page =
                    clients.firehose()
                            .listDeliveryStreams(
                                    request -> request.exclusiveStartDeliveryStreamName(last));
            names.addAll(page.deliveryStreamNames());
            more = page.hasMoreDeliveryStreams() && !page.deliveryStreamNames().isEmpty();
        }
        return names;
    }

    public static DeliveryStreamDescription describe(Clients clients, String name) {
        return clients.firehose()
                .describeDeliveryStream(request -> request.deliveryStreamName(name))
                .deliveryStreamDescription();
    }
}
