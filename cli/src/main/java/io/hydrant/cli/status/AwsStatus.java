package io.hydrant.cli.status;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.client.ServerStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.firehose.model.BufferingHints;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationDescription;

/// What AWS tells of streams: their state and their hints. It grants few calls a second, and each
/// describes one stream.
public final class AwsStatus implements StatusSource {
    /// A page of ListDeliveryStreams has ten; that many descriptions are granted in a few seconds.
    private static final int DESCRIBED_MAX = 20;

    private static final long MEBIBYTE = 1L << 20;

    private final Clients clients;
    private final Optional<String> stream;

    /// @param stream that one alone
    public AwsStatus(Clients clients, Optional<String> stream) {
        this.clients = clients;
        this.stream = stream;
    }

    @Override
    public ServerStatus ask(int limit) {
        List<String> names = stream.map(List::of).orElseGet(() -> DescribedStreams.names(clients));
        List<ServerStatus.Stream> streams =
                names.stream()
                        .limit(Math.min(limit, DESCRIBED_MAX))
                        .map(name -> DescribedStreams.describe(clients, name))
                        .map(AwsStatus::streamOf)
                        .toList();
        return new ServerStatus(streams, true, names.size(), 0, 0, Optional.empty());
    }

    private static ServerStatus.Stream streamOf(DeliveryStreamDescription described) {
        Optional<BufferingHints> hints =
                described.destinations().stream()
                        .map(destination -> destination.extendedS3DestinationDescription())
                        .filter(Objects::nonNull)
                        .map(ExtendedS3DestinationDescription::bufferingHints)
                        .findFirst();
        return new ServerStatus.Stream(
                described.deliveryStreamName(),
                described.deliveryStreamStatusAsString(),
                described.deliveryStreamARN(),
                Optional.empty(),
                Optional.empty(),
                hints.map(known -> known.sizeInMBs() * MEBIBYTE).orElse(0L),
                hints.map(known -> (long) known.intervalInSeconds()).orElse(0L),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    @Override
    public boolean hasFigures() {
        return false;
    }

    @Override
    public void close() {
        clients.close();
    }
}
