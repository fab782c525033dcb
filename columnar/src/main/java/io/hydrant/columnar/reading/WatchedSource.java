package io.hydrant.columnar.reading;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.JacksonIOException;

/// A source that knows how it failed. The libraries say in many ways that a file is not as it
/// should be, and wrap what the source says in as many: the one is told from the other here. Used
/// by one thread.
final class WatchedSource implements RangedSource {
    /// Something that reads from the source.
    @FunctionalInterface
    interface Step<T> {
        T take() throws IOException;
    }

    private final RangedSource source;
    private @Nullable Exception failure;

    WatchedSource(RangedSource source) {
        this.source = source;
    }

    @Override
    public long length() {
        return source.length();
    }

    @Override
    public byte[] read(long at, int length) throws IOException {
        try {
            return source.read(at, length);
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /// @throws UnreadableFileException when the file is not as it should be
    /// @throws IOException when the source fails, or where the rows go
    <T> T guarded(Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw told(e);
        } catch (OutOfMemoryError e) {
            throw new UnreadableFileException(
                    "The file needs more memory at once than there is.", e);
        }
    }

    private IOException told(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RuntimeException own && own.equals(failure)) {
                throw own;
            }
            if (cause instanceof IOException io
                    && (io.equals(failure) || io instanceof UnreadableFileException)) {
                return io;
            }
        }
        return new UnreadableFileException("The file is damaged (" + thrown + ").", thrown);
    }
}
