package io.hydrant.cli.status;

import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.program.Interruption;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks again and again how streams are, and has a view show it, until somebody ends it. A server
/// that does not answer is asked again, too.
///
/// One thread asks, since an answer may take long; another reads keys; what they bring is shown by
/// the thread that runs the watch, which alone touches the view.
public final class StatusWatch {
    /// Between two answers the view is asked to look after itself: the window may have changed.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /// What happens to a watch.
    sealed interface Event {
        record Answered(ServerStatus answer, long nanos) implements Event {}

        record Failed(String reason) implements Event {}

        record Pressed(Key key) implements Event {}

        record Ended() implements Event {}
    }

    private final StatusSource source;
    private final Duration every;
    private final Function<Exception, String> explanation;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile int limit;

    /// @param explanation of a failure, in one sentence
    public StatusWatch(
            StatusSource source, Duration every, Function<Exception, String> explanation) {
        this.source = source;
        this.every = every;
        this.explanation = explanation;
    }

    /// @throws IOException when there is no answer to begin with
    public void run(WatchView view) throws IOException, InterruptedException {
        limit = view.limit();
        ServerStatus first = source.ask(limit);
        try (Interruption _ = Interruption.quitting(() -> events.add(new Event.Ended()));
                view) {
            view.open(key -> events.add(new Event.Pressed(key)));
            view.answered(first, System.nanoTime());
            Thread asking = Thread.ofVirtual().name("asking").start(this::ask);
            while (show(events.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS), view)) {
                limit = view.limit();
            }
            asking.interrupt();
        }
    }

    /// Whether to go on.
    private static boolean show(@Nullable Event event, WatchView view) {
        if (event == null) {
            return view.looked();
        }
        return switch (event) {
            case Event.Answered(ServerStatus answer, long nanos) -> view.answered(answer, nanos);
            case Event.Failed(String reason) -> view.failed(reason);
            case Event.Pressed(Key key) -> view.pressed(key);
            case Event.Ended() -> false;
        };
    }

    private void ask() {
        try (source) {
            while (true) {
                Thread.sleep(every);
                events.add(answer());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whatever keeps the answer away, there may be one next time.
    private Event answer() {
        try {
            ServerStatus answer = source.ask(limit);
            return new Event.Answered(answer, System.nanoTime());
        } catch (IOException | RuntimeException e) {
            return new Event.Failed(explanation.apply(e));
        }
    }
}
