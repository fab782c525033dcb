package io.hydrant.core.delivery;

import io.hydrant.core.log.ShardLog;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.ProcessingFailure;
import io.hydrant.core.meter.StreamMeter;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.transform.chain.ChainMeter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What is told of a stream's processing beside its error objects: it is counted, the last failure
/// is kept, and the server's log has a line for each error code, once in a while.
final class ProcessingNews implements ChainMeter {
    /// How long a code is no news.
    static final Duration SILENCE = Duration.ofMinutes(10);

    /// Said of records that are kept encrypted: neither the server's log nor the log groups are.
    static final String WITHHELD =
            "The stream is encrypted, so its records are not quoted here: the reason is in the error"
                    + " objects";

    /// The codes of functions that were called: what they say comes from them.
    private static final Set<String> QUOTING =
            Set.of("Lambda.FunctionError", "Lambda.InvalidReturnFormat", "Lambda.ProcessingFailed");

    private static final Logger LOG = System.getLogger(ProcessingNews.class.getName());

    private final DeliveryStream stream;
    private final Meters meters;
    private final InstantSource clock;

    /// When each code was told.
    private final ConcurrentMap<String, Instant> told = new ConcurrentHashMap<>();

    ProcessingNews(DeliveryStream stream, Meters meters, InstantSource clock) {
        this.stream = stream;
        this.meters = meters;
        this.clock = clock;
    }

    private StreamMeter counts() {
        return meters.of(ShardLog.streams(stream.logId()), stream.name());
    }

    @Override
    public void failed(String code, String why) {
        Instant now = clock.instant();
        String reason = stream.isSecret() && mayQuote(code) ? WITHHELD : why;
        ProcessingFailure failure = new ProcessingFailure(now, code, reason);
        StreamMeter counts = counts();
        counts.processingFailed(failure);
        if (code.startsWith("Decompression.")) {
            counts.count(Figure.DECOMPRESSION_FAILURES);
        }
        ErrorReports.report(meters, stream, false, now, code, reason);
        if (isNews(code, now)) {
            LOG.log(
                    Level.WARNING,
                    "{0}: records fail in processing, and go to error objects: {1}: {2}",
                    stream.name(),
                    code,
                    failure.line());
        }
    }

    /// Whether what is said of a failure may have values of the record in it: not where a function
    /// could not be called.
    private static boolean mayQuote(String code) {
        return !code.startsWith("Lambda.") || QUOTING.contains(code);
    }

    private boolean isNews(String code, Instant now) {
        Instant before = told.get(code);
        if (before == null) {
            return told.putIfAbsent(code, now) == null;
        }
        return !now.isBefore(before.plus(SILENCE)) && told.replace(code, before, now);
    }

    @Override
    public void readable(int bytes) {
        counts().count(Figure.CONVERTED_RECORDS);
        counts().count(Figure.CONVERTED_BYTES, bytes);
    }

    @Override
    public void unreadable(int bytes) {
        counts().count(Figure.CONVERSION_FAILURES);
        counts().count(Figure.CONVERSION_FAILED_BYTES, bytes);
    }

    @Override
    public void decompressed(int bytes) {
        counts().count(Figure.DECOMPRESSED_RECORDS);
        counts().count(Figure.DECOMPRESSED_BYTES, bytes);
    }
}
