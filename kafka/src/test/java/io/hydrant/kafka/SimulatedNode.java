package io.hydrant.kafka;

import io.hydrant.core.delivery.SteppedDeliveries;
import io.hydrant.core.delivery.Transforms;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.log.LogSeals;
import io.hydrant.core.log.Ownership;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;

/// One node from its start to its death: its logs, its delivery and its clock over what all nodes
/// share. The code is what runs elsewhere; only who calls it is not.
final class SimulatedNode {
    private static final Keeper.Pace QUICK =
            new Keeper.Pace(4_000, 1_000, Duration.ofSeconds(10), Duration.ofSeconds(5));

    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Duration COUNTING = Duration.ofMillis(20);

    private final String name;
    private final Strands strands;
    private final Strands.Program process;
    private final Calls calls;
    private final InstantSource clock;
    private final KafkaLogs logs;
    private final SteppedDeliveries deliveries;
    private final Strands.Strand main;

    /// What nodes share.
    record Shared(
            Strands strands,
            Troubles troubles,
            SimulatedKafka kafka,
            SimulatedDatabase database,
            SimulatedStore store,
            SimulatedTransform transform,
            SimulatedGroup group) {}

    /// A request that a node serves.
    static final class Request {
        private Optional<Boolean> answer = Optional.empty();

        /// Whether it was taken; empty when there is no answer yet.
        Optional<Boolean> answer() {
            return answer;
        }
    }

    SimulatedNode(String name, Shared shared, Duration skew, Collection<DeliveryStream> streams) {
        this.name = name;
        this.strands = shared.strands();
        this.process = new Strands.Program(name);
        this.calls = new Calls(strands, process, shared.troubles());
        this.clock = () -> strands.now().plus(skew);
        this.logs =
                new KafkaLogs(
                        shared.kafka().of(calls),
                        new LogTable(shared.database().of(calls)),
                        this::isCounted,
                        Path.of("no scratch"),
                        clock,
                        QUICK,
                        LogSeals.NONE);
        Transforms transforms =
                stream ->
                        isProcessed(stream)
                                ? Optional.of(shared.transform().of(calls))
                                : Optional.empty();
        Ownership ownership = shared.group().of(name);
        this.deliveries =
                new SteppedDeliveries(
                        logs,
                        ownership,
                        new RealDisk(),
                        shared.store().of(calls),
                        transforms,
                        clock,
                        shared.troubles().random().split());
        this.main = strands.begin(process, this::deliver);
        ownership.onChange(main::wake);
        streams.forEach(deliveries::created);
        strands.begin(process, this::follow);
        strands.begin(process, this::keep);
    }

    static boolean isProcessed(DeliveryStream stream) {
        return stream.name().startsWith("processed");
    }

    String name() {
        return name;
    }

    Calls calls() {
        return calls;
    }

    Strands.Program process() {
        return process;
    }

    String told(DeliveryStream stream) {
        return name + ": " + (process.isInTurn() ? "has a turn" : deliveries.told(stream));
    }

    void flush(DeliveryStream stream) {
        carryOut(() -> deliveries.flush(stream));
    }

    private void deliver() {
        while (true) {
            boolean hadTurn;
            process.inTurn(true);
            try {
                hadTurn = deliveries.turn(clock.instant(), this::carryOut);
            } finally {
                process.inTurn(false);
            }
            strands.rest(hadTurn ? Duration.ZERO : untilDue());
        }
    }

    private Duration untilDue() {
        Instant now = clock.instant();
        Duration left = deliveries.nextDue().map(due -> Duration.between(now, due)).orElse(IDLE);
        return left.compareTo(IDLE) > 0 ? IDLE : left.plusNanos(1_000_000);
    }

    private void carryOut(Runnable work) {
        strands.beginBeside(
                process,
                () -> {
                    work.run();
                    main.wake();
                });
    }

    private void follow() {
        while (true) {
            Tail.Turn turn = logs.tail().turn();
            main.wake();
            strands.rest(
                    switch (turn) {
                        case OVER -> Duration.ZERO;
                        case IDLE -> Duration.ofMillis(500);
                        case FAILED -> Duration.ofSeconds(1);
                    });
        }
    }

    private void keep() {
        while (true) {
            strands.rest(QUICK.round());
            logs.keeper().round();
        }
    }

    private boolean isCounted(TopicLog log, long before, Duration patience) {
        Instant end = strands.now().plus(patience);
        while (log.end().message() < before
                && log.damage().isEmpty()
                && strands.now().isBefore(end)) {
            strands.rest(COUNTING);
        }
        return log.end().message() >= before;
    }

    /// Begins to serve a request.
    Request put(DeliveryStream stream, RecordBatch records) {
        Request request = new Request();
        strands.begin(
                process,
                () -> {
                    boolean isTaken;
                    try {
                        calls.passSlowly();
                        logs.append(stream.logId(), records);
                        isTaken = true;
                    } catch (IOException e) {
                        isTaken = false;
                    }
                    calls.pass();
                    request.answer = Optional.of(isTaken);
                });
        return request;
    }
}
