package io.hydrant.core.encryption;

import io.hydrant.core.crypto.DataKey;
import io.hydrant.core.crypto.DataKeyException;
import io.hydrant.core.crypto.DataKeyException.Reason;
import io.hydrant.core.crypto.DataKeyUse;
import io.hydrant.core.crypto.GrantedKeys;
import io.hydrant.core.crypto.KeyWrap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A master key and a customer's key that are none: what is wrapped lies behind a digest of its
/// context. The customer's can be taken away.
public final class TestKeys implements KeyWrap, GrantedKeys {
    public static final String ARN = "arn:aws:kms:us-east-1:000000000000:key/customers";

    private final RandomGenerator random;
    private Optional<Reason> refusal = Optional.empty();
    private int asked;

    public TestKeys(RandomGenerator random) {
        this.random = random;
    }

    /// From now on the customer's key is refused; or given again.
    public void refuse(Optional<Reason> reason) {
        refusal = reason;
    }

    /// How often the customer's key was asked for.
    public int asked() {
        return asked;
    }

    @Override
    public byte[] wrap(byte[] key, byte[] context) {
        byte[] wrapped = Arrays.copyOf(key, key.length + Integer.BYTES);
        int digest = Arrays.hashCode(context);
        for (int i = 0; i < Integer.BYTES; i++) {
            wrapped[key.length + i] = (byte) (digest >> (8 * i));
        }
        return wrapped;
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) throws GeneralSecurityException {
        byte[] key = Arrays.copyOf(wrapped, wrapped.length - Integer.BYTES);
        if (!Arrays.equals(wrapped, wrap(key, context))) {
            throw new GeneralSecurityException("Another context");
        }
        return key;
    }

    @Override
    public void grant(String key, DataKeyUse use) throws DataKeyException {
        check();
    }

    @Override
    public DataKey generate(String key, DataKeyUse use) throws DataKeyException {
        check();
        byte[] made = new byte[32];
        random.nextBytes(made);
        return new DataKey(key, made, wrap(made, context(use)));
    }

    @Override
    public byte[] unwrap(byte[] wrapped, DataKeyUse use) throws DataKeyException {
        check();
        try {
            return unwrap(wrapped, context(use));
        } catch (GeneralSecurityException e) {
            throw new DataKeyException(Reason.UNUSABLE, "Another context");
        }
    }

    private static byte[] context(DataKeyUse use) {
        return use.context().toString().getBytes(StandardCharsets.UTF_8);
    }

    private void check() throws DataKeyException {
        asked++;
        if (refusal.isPresent()) {
            throw new DataKeyException(refusal.get(), ARN + " is refused.");
        }
    }
}
