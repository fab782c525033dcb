package io.hydrant.core.delivery.body;

import io.hydrant.aws.BlockInput;
import io.hydrant.core.crypto.ChunkCipher;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;

/// Encrypts an object that is encoded into a file for a while, under a key that no other file has.
/// For one thread at a time.
final class SpillCipher {
    private static final String NAME = "spill";

    private final byte[] key;

    SpillCipher(byte[] key) {
        this.key = key;
    }

    /// What is written goes on encrypted.
    OutputStream sealed(OutputStream into) {
        return new Sealed(into, new ChunkCipher(key, NAME));
    }

    /// What was written so, in clear.
    ///
    /// @param length of it in clear
    InputStream opened(InputStream stored, long length) {
        return new Opened(stored, new ChunkCipher(key, NAME), length);
    }

    /// The last chunk is known when it is over.
    private static final class Sealed extends OutputStream {
        private final OutputStream into;
        private final ChunkCipher cipher;
        private final byte[] chunk = new byte[ChunkCipher.CHUNK_BYTES];
        private final byte[] sealed = new byte[ChunkCipher.STORED_BYTES];
        private int filled;
        private long index;
        private boolean isClosed;

        Sealed(OutputStream into, ChunkCipher cipher) {
            this.into = into;
            this.cipher = cipher;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int done = 0;
            while (done < length) {
                if (filled == chunk.length) {
                    seal(false);
                }
                int piece = Math.min(length - done, chunk.length - filled);
                System.arraycopy(bytes, from + done, chunk, filled, piece);
                filled += piece;
                done += piece;
            }
        }

        private void seal(boolean isLast) throws IOException {
            into.write(sealed, 0, cipher.seal(index, isLast, chunk, filled, sealed));
            index++;
            filled = 0;
        }

        @Override
        public void close() throws IOException {
            if (!isClosed) {
                isClosed = true;
                try (into) {
                    seal(true);
                }
            }
        }
    }

    private static final class Opened extends BlockInput {
        private final InputStream stored;
        private final ChunkCipher cipher;
        private final long length;
        private final byte[] sealed = new byte[ChunkCipher.STORED_BYTES];
        private final byte[] chunk = new byte[ChunkCipher.STORED_BYTES];
        private long at;
        private int from;
        private int until;

        Opened(InputStream stored, ChunkCipher cipher, long length) {
            this.stored = stored;
            this.cipher = cipher;
            this.length = length;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (at == length) {
                return -1;
            }
            if (from == until) {
                open();
            }
            int piece = Math.min(count, until - from);
            System.arraycopy(chunk, from, into, offset, piece);
            from += piece;
            at += piece;
            return piece;
        }

        private void open() throws IOException {
            long index = at / ChunkCipher.CHUNK_BYTES;
            int size = (int) Math.min(ChunkCipher.CHUNK_BYTES, length - at);
            int bytes = size + ChunkCipher.TAG_BYTES;
            if (stored.readNBytes(sealed, 0, bytes) < bytes) {
                throw new IOException("An encoded object ends too soon");
            }
            try {
                boolean isLast = index == ChunkCipher.chunks(length) - 1;
                until = cipher.open(index, isLast, sealed, bytes, chunk);
                from = 0;
            } catch (GeneralSecurityException e) {
                throw new IOException("An encoded object is not what was encoded", e);
            }
        }

        @Override
        public void close() throws IOException {
            stored.close();
        }
    }
}
