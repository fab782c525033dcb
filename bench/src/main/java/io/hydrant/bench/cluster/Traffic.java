package io.hydrant.bench.cluster;

import io.hydrant.bench.load.MeasuredServer;
import io.hydrant.bench.load.PreparedRequest;
import io.hydrant.bench.load.RequestFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Senders to every node, each of which goes round all streams.
final class Traffic {
    private final Shape shape;
    private final List<NodeSender> senders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /// @param connections to each node
    /// @param pace from one request of a connection to its next
    record Shape(
            List<String> streams,
            int batch,
            int recordBytes,
            int connections,
            Duration pace,
            NodeSender.Connecting connecting) {
        Shape {
            streams = List.copyOf(streams);
        }
    }

    private Traffic(Shape shape) {
        this.shape = shape;
    }

    /// Begins once all requests are signed.
    static Traffic begin(List<BoundedNode> nodes, Shape shape) {
        Traffic traffic = new Traffic(shape);
        for (BoundedNode node : nodes) {
            for (int number = 0; number < shape.connections(); number++) {
                traffic.add(node.target(), number);
            }
        }
        traffic.threads.forEach(Thread::start);
        return traffic;
    }

    private void add(MeasuredServer node, int number) {
        Signing signing = new Signing(node, shape, number);
        NodeSender sender = new NodeSender(node, signing, shape.pace(), shape.connecting());
        senders.add(sender);
        threads.add(Thread.ofPlatform().daemon().name("sender").unstarted(sender));
    }

    /// A request for each stream; two connections begin with different ones.
    private record Signing(MeasuredServer node, Shape shape, int number)
            implements Supplier<List<PreparedRequest>> {
        @Override
        public List<PreparedRequest> get() {
            RequestFactory factory = new RequestFactory(node);
            SplittableRandom random = new SplittableRandom(number);
            List<PreparedRequest> requests = new ArrayList<>();
            for (int i = 0; i < shape.streams().size(); i++) {
                String stream = shape.streams().get((i + number) % shape.streams().size());
                requests.add(factory.batch(stream, random, shape.batch(), shape.recordBytes()));
            }
            return requests;
        }
    }

    /// @throws IOException when a node refused something, or went away where it must not
    void check() throws IOException {
        for (NodeSender sender : senders) {
            if (sender.failure().isPresent()) {
                throw sender.failure().get();
            }
        }
    }

    /// Ends all senders, once what they have under way is answered.
    ///
    /// @return how many records were acknowledged
    long end() throws IOException, InterruptedException {
        senders.forEach(NodeSender::end);
        for (Thread thread : threads) {
            thread.join();
        }
        check();
        return senders.stream().mapToLong(NodeSender::acknowledged).sum() * shape.batch();
    }
}
