package io.hydrant.producer;

import java.io.IOException;

/// Keeps how far a sending has come, so that another run can go on from there.
///
/// After a kill that run repeats the requests between the mark that was kept last and what had been
/// begun. Hydrant remembers a producer's last 64 requests; no more than that may be begun beyond
/// the mark that is kept.
public interface Journal {
    /// Keeps nothing.
    Journal NONE =
            new Journal() {
                @Override
                public void advanced(Mark mark, long requests) {}

                @Override
                public void awaitKept(long requests) {}
            };

    /// Everything before the mark is acknowledged, and so are that many requests. Must be quick.
    void advanced(Mark mark, long requests);

    /// Returns when a mark is safely kept with at least that many requests acknowledged.
    void awaitKept(long requests) throws IOException, InterruptedException;
}
