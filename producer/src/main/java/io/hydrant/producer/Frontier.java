package io.hydrant.producer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Which requests are acknowledged without a gap, while they end in any order. Guarded by itself.
final class Frontier {
    private final Deque<Step> open = new ArrayDeque<>();
    private long requests;

    /// A request that was begun, and the mark behind it.
    static final class Step {
        private final Mark mark;
        private boolean done;

        private Step(Mark mark) {
            this.mark = mark;
        }
    }

    /// Requests begin in order.
    synchronized Step begin(Mark mark) {
        Step step = new Step(mark);
        open.addLast(step);
        return step;
    }

    /// @return how far everything is acknowledged now, when that has changed
    synchronized Optional<Mark> done(Step step) {
        step.done = true;
        Optional<Mark> reached = Optional.empty();
        while (!open.isEmpty() && open.getFirst().done) {
            reached = Optional.of(open.removeFirst().mark);
            requests++;
        }
        return reached;
    }

    synchronized boolean isEmpty() {
        return open.isEmpty();
    }

    /// How many requests are acknowledged without a gap.
    synchronized long requests() {
        return requests;
    }
}
