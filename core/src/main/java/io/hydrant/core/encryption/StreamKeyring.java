package io.hydrant.core.encryption;

import io.hydrant.aws.Arn;
import io.hydrant.core.crypto.DataKey;
import io.hydrant.core.crypto.DataKeyException;
import io.hydrant.core.crypto.DataKeyUse;
import io.hydrant.core.crypto.GrantedKeys;
import io.hydrant.core.crypto.KeyWrap;
import io.hydrant.core.iam.Circumstances;
import io.hydrant.core.iam.Principal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Makes, wraps and unwraps the data keys of streams: under the master key, or under a key of the
/// customer's, which Firehose was let use. A wrapped data key:
///
///     at  bytes  field
///      0      1  0: wrapped by the master key; 1: by a key of the customer's
///      1      n  as the one or the other has it
///
/// Safe for use from many threads.
final class StreamKeyring {
    private static final String SERVICE = "firehose";
    private static final String CONTEXT = "aws:firehose:arn";
    private static final byte OWN = 0;
    private static final byte CUSTOMERS = 1;
    private static final int KEY_BYTES = 32;

    /// A data key, in clear and wrapped.
    record Pair(byte[] key, byte[] wrapped) {}

    private final KeyWrap master;
    private final GrantedKeys customers;
    private final String region;
    private final InstantSource clock;
    private final RandomGenerator random;

    StreamKeyring(
            KeyWrap master,
            GrantedKeys customers,
            String region,
            InstantSource clock,
            RandomGenerator random) {
        this.master = master;
        this.customers = customers;
        this.region = region;
        this.clock = clock;
        this.random = random;
    }

    /// A data key that Firehose may make and may open again: records that only it can read back are
    /// not taken under a key that it may not.
    ///
    /// @param keyArn of a customer's key; empty for the server's own
    Pair make(Arn stream, Optional<String> keyArn) throws IOException, DataKeyException {
        if (keyArn.isEmpty()) {
            byte[] key = bytes(KEY_BYTES);
            return new Pair(key, tagged(OWN, master.wrap(key, context("data", stream))));
        }
        DataKey made = customers.generate(keyArn.get(), use(stream));
        customers.unwrap(made.wrapped(), use(stream));
        return new Pair(made.plaintext(), tagged(CUSTOMERS, made.wrapped()));
    }

    byte[] unwrap(Arn stream, byte[] wrapped) throws IOException, DataKeyException {
        if (wrapped.length == 0) {
            throw new IOException("A wrapped key of no bytes");
        }
        byte[] inner = Arrays.copyOfRange(wrapped, 1, wrapped.length);
        return wrapped[0] == OWN
                ? unwrapOwn(inner, context("data", stream))
                : customers.unwrap(inner, use(stream));
    }

    /// Lets Firehose use a key for a stream, with the permissions of whoever asks for it.
    void grant(Arn stream, String keyArn, Principal principal, Circumstances circumstances)
            throws IOException, DataKeyException {
        customers.grant(
                keyArn, new DataKeyUse(principal, circumstances, viaService(), bound(stream)));
    }

    /// A new key for prints, wrapped by the master key, base64.
    String makePrintKey(Arn stream) throws IOException {
        byte[] wrapped = master.wrap(bytes(KEY_BYTES), context("prints", stream));
        return Base64.getEncoder().encodeToString(wrapped);
    }

    byte[] printKey(Arn stream, String wrapped) throws IOException {
        return unwrapOwn(Base64.getDecoder().decode(wrapped), context("prints", stream));
    }

    private byte[] unwrapOwn(byte[] wrapped, byte[] context) throws IOException {
        try {
            return master.unwrap(wrapped, context);
        } catch (GeneralSecurityException e) {
            throw new IOException("A key of a stream is not what was wrapped for it", e);
        }
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private DataKeyUse use(Arn stream) {
        return new DataKeyUse(
                new Principal.Service(SERVICE + ".amazonaws.com"),
                Circumstances.ofService(clock.instant(), region),
                viaService(),
                bound(stream));
    }

    private String viaService() {
        return SERVICE + "." + region + ".amazonaws.com";
    }

    private static Map<String, String> bound(Arn stream) {
        return Map.of(CONTEXT, stream.toString());
    }

    private static byte[] context(String purpose, Arn stream) {
        return ("stream " + purpose + " " + stream).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] tagged(byte tag, byte[] wrapped) {
        byte[] tagged = new byte[1 + wrapped.length];
        tagged[0] = tag;
        System.arraycopy(wrapped, 0, tagged, 1, wrapped.length);
        return tagged;
    }
}
