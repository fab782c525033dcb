package io.hydrant.columnar;

import io.hydrant.core.conversion.RowWriter;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// A writer that ends at its first failure: nothing of it is written after that, its end least of
/// all, and closing it fails again. So nobody takes half an object for a whole one.
final class GuardedRowWriter implements RowWriter {
    private final RowWriter rows;
    private final OutputStream into;
    private @Nullable IOException failure;
    private boolean isClosed;

    GuardedRowWriter(RowWriter rows, OutputStream into) {
        this.rows = rows;
        this.into = into;
    }

    @Override
    public void write(@Nullable Object[] row) throws IOException {
        refuseAfterFailure();
        try {
            rows.write(row);
        } catch (IOException | RuntimeException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try (into) {
            refuseAfterFailure();
            rows.close();
        } catch (IOException | RuntimeException e) {
            throw failed(e);
        }
    }

    private void refuseAfterFailure() throws IOException {
        if (failure != null) {
            throw new IOException("The object was given up: " + failure.getMessage(), failure);
        }
    }

    private IOException failed(Exception cause) {
        IOException thrown = cause instanceof IOException io ? io : failure(cause);
        if (failure == null) {
            failure = thrown;
        }
        return thrown;
    }

    static IOException failure(Exception cause) {
        return new IOException("The rows cannot be written: " + cause.getMessage(), cause);
    }
}
