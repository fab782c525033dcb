package io.hydrant.aws.sigv4;

import io.hydrant.aws.BlockInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Removes the aws-chunked framing of an S3 payload and verifies what it carries. Chunk sizes are in
/// hexadecimal; the parts in brackets are there when chunks are signed:
///
///     <size>[;chunk-signature=<64 hex>]\r\n
///     <bytes>\r\n
///     …
///     0[;chunk-signature=<64 hex>]\r\n
///     <trailer name>:<value>\r\n …
///     [x-amz-trailer-signature:<64 hex>\r\n]
///     \r\n
///
/// A chunk's bytes are handed out before its signature is known to be right; whoever reads must not
/// act on them before the end. The read that hands out the last announced byte, or finds the end,
/// throws [io.hydrant.aws.ServiceException] if anything was wrong. Not for several threads.
public final class ChunkedPayload extends BlockInput {
    private final ChunkLines lines;
    private final InputStream in;
    private final @Nullable ChunkChain chain;
    private final boolean trailer;
    private final Set<String> announcedTrailers;
    private final OptionalLong decodedLength;
    private long chunkRemaining;
    private long count;
    private @Nullable Map<String, String> trailers;

    /// @param seed what the first chunk's signature chains on; empty leaves signatures unverified
    ///   where there are any
    /// @param announcedTrailers lower-case names that must arrive
    public ChunkedPayload(
            InputStream framed,
            Payload.Chunked kind,
            Optional<SeedSignature> seed,
            Set<String> announcedTrailers,
            OptionalLong decodedLength) {
        this.in = new BufferedInputStream(framed, 16_384);
        this.lines = new ChunkLines(in);
        this.chain = kind.signed() ? seed.map(ChunkChain::new).orElse(null) : null;
        this.trailer = kind.trailer();
        this.announcedTrailers = Set.copyOf(announcedTrailers);
        this.decodedLength = decodedLength;
    }

    /// Trailing headers by lower-case name.
    ///
    /// @throws IllegalStateException when the payload has not been read to its end
    public Map<String, String> trailers() {
        if (trailers == null) {
            throw new IllegalStateException("Trailers come after the last byte");
        }
        return trailers;
    }

    @Override
    public int read(byte[] into, int offset, int size) throws IOException {
        Objects.checkFromIndexSize(offset, size, into.length);
        if (size == 0) {
            return 0;
        }
        if (trailers == null && chunkRemaining == 0) {
            nextChunk();
        }
        if (trailers != null) {
            return -1;
        }
        int n = in.read(into, offset, (int) Math.min(size, chunkRemaining));
        if (n < 0) {
            throw PayloadError.INCOMPLETE_BODY.exception();
        }
        account(into, offset, n);
        return n;
    }

    private void account(byte[] bytes, int offset, int n) throws IOException {
        if (chain != null) {
            chain.update(bytes, offset, n);
        }
        count += n;
        chunkRemaining -= n;
        if (decodedLength.isPresent() && count > decodedLength.getAsLong()) {
            throw PayloadError.INCOMPLETE_BODY.exception();
        }
        if (chunkRemaining == 0) {
            endChunk();
            if (decodedLength.isPresent() && count == decodedLength.getAsLong()) {
                nextChunk();
            }
        }
    }

    private void nextChunk() throws IOException {
        ChunkLines.Start start = lines.start();
        if (chain != null) {
            chain.begin(start.signature());
        }
        chunkRemaining = start.size();
        if (chunkRemaining == 0) {
            finish();
        }
    }

    private void endChunk() throws IOException {
        if (chain != null) {
            chain.end();
        }
        lines.blank();
    }

    /// After the chunk of size zero.
    private void finish() throws IOException {
        if (chain != null) {
            chain.end();
        }
        ChunkLines.Trailers last = lines.trailers(trailer && chain != null);
        if (chain != null && trailer) {
            chain.verifyTrailers(last);
        }
        if (!last.fields().keySet().containsAll(announcedTrailers)
                || !trailer && !last.fields().isEmpty()) {
            throw PayloadError.MALFORMED_TRAILER.exception();
        }
        if (decodedLength.isPresent() && count != decodedLength.getAsLong()) {
            throw PayloadError.INCOMPLETE_BODY.exception();
        }
        trailers = last.fields();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// The signatures of successive chunks, each made over the one before.
    private static final class ChunkChain {
        private final SeedSignature seed;
        private final MessageDigest digest = Sha256.digest();
        private String previous;
        private String claimed = "";

        ChunkChain(SeedSignature seed) {
            this.seed = seed;
            this.previous = seed.signature();
        }

        void begin(String signature) {
            claimed = signature;
        }

        void update(byte[] bytes, int offset, int n) {
            digest.update(bytes, offset, n);
        }

        void end() {
            accept(seed.ofChunk(previous, HexFormat.of().formatHex(digest.digest())), claimed);
        }

        void verifyTrailers(ChunkLines.Trailers trailers) {
            accept(seed.ofTrailer(previous, trailers.signedText()), trailers.signature());
        }

        private void accept(String expected, String given) {
            if (!Sha256.same(expected, given)) {
                throw PayloadError.WRONG_SIGNATURE.exception();
            }
            previous = expected;
        }
    }
}
