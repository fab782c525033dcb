package io.hydrant.core.errorlog;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.logevents.EventBatch;
import io.hydrant.core.logevents.EventInput;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.meter.ErrorFeed;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.StreamError;
import io.hydrant.core.meter.StreamMeter;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.RoleAssumer;
import io.hydrant.core.stream.destination.CloudWatchLogging;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Writes the errors of streams into the log groups that these name, with the role and the
/// permissions with which the records are delivered. Delivery never waits for it: a thread writes
/// what the feed has, and ends when that is empty, so that a server without errors has none. What
/// cannot be written is counted, and the reason is kept with the stream's figures and logged once.
public final class ErrorLog implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ErrorLog.class.getName());

    private final Meters meters;
    private final ErrorFeed feed;
    private final DeliveryStreams streams;
    private final RoleAssumer roles;
    private final Authorization authorizer;
    private final LogEvents logs;
    private final InstantSource clock;
    private final String region;

    /// Held while events are written.
    private final Object writing = new Object();

    private final AtomicBoolean isAtWork = new AtomicBoolean();
    private volatile boolean isClosed;

    private ErrorLog(
            Meters meters,
            DeliveryStreams streams,
            RoleAssumer roles,
            Authorization authorizer,
            LogEvents logs,
            InstantSource clock,
            String region) {
        this.meters = meters;
        this.feed = meters.errors();
        this.streams = streams;
        this.roles = roles;
        this.authorizer = authorizer;
        this.logs = logs;
        this.clock = clock;
        this.region = region;
    }

    /// Writes whatever the meters' feed has from now on.
    public static ErrorLog begin(
            Meters meters,
            DeliveryStreams streams,
            RoleAssumer roles,
            Authorization authorizer,
            LogEvents logs,
            InstantSource clock,
            String region) {
        ErrorLog log = new ErrorLog(meters, streams, roles, authorizer, logs, clock, region);
        log.feed.readBy(log::wake);
        return log;
    }

    /// A thread of the system, since a virtual one would keep its processor while a disk is slow.
    private void wake() {
        if (!isClosed && isAtWork.compareAndSet(false, true)) {
            boolean isBegun = false;
            try {
                Thread.ofPlatform().name("error-log").daemon().start(this::run);
                isBegun = true;
            } finally {
                if (!isBegun) {
                    isAtWork.set(false);
                }
            }
        }
    }

    private void run() {
        try {
            List<StreamError> errors = feed.taken();
            while (!errors.isEmpty() && !isClosed) {
                write(errors);
                errors = feed.taken();
            }
        } finally {
            isAtWork.set(false);
        }
        if (!feed.isEmpty()) {
            wake(); // reported in between
        }
    }

    /// The place of errors that are written at once.
    private record Place(String stream, String logId, boolean isOfBackup) {}

    private void write(List<StreamError> errors) {
        Map<Place, List<StreamError>> byPlace = new LinkedHashMap<>();
        for (StreamError error : errors) {
            Place place = new Place(error.stream(), error.logId(), error.isOfBackup());
            byPlace.computeIfAbsent(place, _ -> new ArrayList<>()).add(error);
        }
        synchronized (writing) {
            byPlace.forEach(this::write);
        }
    }

    /// Into the place that the stream names now. Errors of one that is gone, or wants them no
    /// longer, are nobody's.
    private void write(Place place, List<StreamError> errors) {
        Optional<DeliveryStream> stream =
                streams.find(place.stream())
                        .filter(found -> found.logId().equals(place.logId()))
                        .flatMap(found ->
                                place.isOfBackup() ? found.forBackup() : Optional.of(found))
                        .filter(found -> found.destination().logging().enabled());
        if (stream.isEmpty()) {
            return;
        }
        StreamMeter meter = meters.of(place.logId(), place.stream());
        Optional<String> trouble = trouble(stream.get(), errors);
        meter.count(
                trouble.isEmpty() ? Figure.ERROR_EVENTS : Figure.LOST_ERROR_EVENTS, errors.size());
        boolean isNews = trouble.isPresent() && !trouble.equals(meter.errorLogTrouble());
        meter.errorLogTrouble(trouble);
        if (isNews) {
            LOG.log(
                    Level.WARNING,
                    "Errors of {0} are not written into its log group: {1}",
                    place.stream(),
                    trouble.get());
        }
    }

    /// Writes them, or says why it does not.
    private Optional<String> trouble(DeliveryStream stream, List<StreamError> errors) {
        CloudWatchLogging logging = stream.destination().logging();
        String group = logging.logGroupName().orElse("");
        String logStream = logging.logStreamName().orElse("");
        try {
            Optional<String> denial = denial(stream, group, logStream);
            if (denial.isPresent()) {
                return denial;
            }
            logs.put(group, logStream, batch(stream, errors));
            return Optional.empty();
        } catch (ServiceException e) {
            return Optional.of("%s (group %s, stream %s)".formatted(e.text(), group, logStream));
        } catch (AssumeRoleDenied e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Errors of " + stream.name() + " could not be written", e);
            return Optional.of(e.toString());
        }
    }

    private Optional<String> denial(DeliveryStream stream, String group, String logStream)
            throws AssumeRoleDenied {
        if (!logs.isServed()) {
            return Optional.empty(); // refused with its reason when something is put
        }
        Principal writer = roles.assume(role(stream), stream.arn());
        return authorizer.denial(
                new AuthorizationRequest(
                        writer,
                        "logs:PutLogEvents",
                        logs.arn(group, logStream),
                        Circumstances.ofService(clock.instant(), region),
                        logs.keys(group),
                        ResourcePolicy.NONE,
                        logs.account()));
    }

    private static String role(DeliveryStream stream) {
        return switch (stream.destination()) {
            case ExtendedS3Destination s3 -> s3.roleArn();
        };
    }

    private static EventBatch batch(DeliveryStream stream, List<StreamError> errors) {
        return new EventBatch(
                errors.stream()
                        .sorted(Comparator.comparing(StreamError::at))
                        .map(error ->
                                new EventInput(
                                        error.at().toEpochMilli(), ErrorDocument.of(stream, error)))
                        .toList());
    }

    /// The reason why errors that a stream wants to have written are not: known before there is an
    /// error where no log groups are kept.
    public Optional<String> trouble(DeliveryStream stream) {
        return logs.isServed()
                ? meters.find(stream.logId()).flatMap(StreamMeter::errorLogTrouble)
                : Optional.of(LogEvents.NOT_SERVED);
    }

    /// Writes what is left.
    @Override
    public void close() {
        isClosed = true;
        write(feed.taken());
    }
}
