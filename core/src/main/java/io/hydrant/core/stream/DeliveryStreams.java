package io.hydrant.core.stream;

import io.hydrant.core.catalog.Database;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// All delivery streams of this account and region. What it answers is durable. Every stream is
/// also kept in memory, so that [#find] costs one look-up. Safe for use from many threads.
public final class DeliveryStreams {

    /// Is told of every change after it is durable, one at a time and in order, before the caller
    /// of the change is answered. Must be quick.
    public interface Listener {
        void created(DeliveryStream stream);

        /// Settings or tags changed: the same name and log.
        void updated(DeliveryStream stream);

        void deleted(DeliveryStream stream);
    }

    /// How many streams an account may have, as in AWS.
    public static final int STREAMS_MAX = 5_000;

    public DeliveryStreams(
            Database catalog,
            RoleCheck roles,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        throw new IOException("Not opened");
    }

    public void addListener(Listener listener) {}

    /// Creates a stream from the body of a CreateDeliveryStream request.
    ///
    /// @throws io.hydrant.aws.ServiceException as the operation answers
    public DeliveryStream create(ObjectNode request) throws IOException {
        throw new IOException("Not opened");
    }

    /// Changes a stream's destination by the body of an UpdateDestination request.
    ///
    /// @throws io.hydrant.aws.ServiceException as the operation answers
    public DeliveryStream updateDestination(ObjectNode request) throws IOException {
        throw new IOException("Not opened");
    }

    /// Deletes the stream; its buffer is discarded with it.
    ///
    /// @throws io.hydrant.aws.ServiceException when there is none
    public void delete(String name) throws IOException {
        throw new IOException("Not opened");
    }

    public Optional<DeliveryStream> find(String name) {
        return Optional.empty();
    }

    /// The stream, as operations other than UpdateDestination need it.
    ///
    /// @throws io.hydrant.aws.ServiceException when there is none
    public DeliveryStream existing(String name) {
        throw new IllegalStateException(name);
    }

    /// Every stream there is, in no order.
    public Collection<DeliveryStream> all() {
        return List.of();
    }
}
