package io.hydrant.core.kms;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.RequestKeys;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// What keys are for: encrypting and decrypting a little, above all other keys. The caller's
/// permissions are asked here.
public final class KeyUses {
    /// A text and the key that it was encrypted under.
    public record Outcome(KmsKey key, byte[] bytes, String materialId) {}

    /// A new data key in clear and encrypted.
    public record Pair(KmsKey key, byte[] plaintext, byte[] ciphertext) {}

    private final Kms kms;
    private final KeyMaterials materials;

    KeyUses(Kms kms, KeyMaterials materials) {
        this.kms = kms;
        this.materials = materials;
    }

    /// Random bytes.
    public byte[] random(int count) {
        return materials.bytes(count);
    }

    /// A key that the caller may use for an action, and that can be used.
    ///
    /// @throws ServiceException NotFoundException, AccessDeniedException, DisabledException …
    public KmsKey usable(
            KmsCaller caller, String action, String reference, Map<String, String> context)
            throws IOException {
        KmsKey key = permitted(caller, action, reference, context);
        kms.requireUsable(key);
        return key;
    }

    private KmsKey permitted(
            KmsCaller caller, String action, String reference, Map<String, String> context)
            throws IOException {
        makeOfService(caller, reference);
        RequestKeys keys =
                KeyPermissions.ofContext(context).and(KeyPermissions.ofReference(reference));
        KmsKey key = found(caller, action, reference, keys);
        kms.permissions().require(caller, action, key, keys);
        return key;
    }

    /// A service's own key is made when the service first asks for it.
    private void makeOfService(KmsCaller caller, String reference) throws IOException {
        int at = reference.indexOf(KeyAlias.SERVICES);
        if (at < 0 || caller.viaService().isEmpty()) {
            return;
        }
        String service = reference.substring(at + KeyAlias.SERVICES.length());
        if (caller.viaService().get().startsWith(service + ".")) {
            kms.ofService(service);
        }
    }

    /// Who may not do it at all does not learn whether there is such a key.
    private KmsKey found(KmsCaller caller, String action, String reference, RequestKeys keys) {
        try {
            return kms.names().keyOrAlias(reference);
        } catch (ServiceException missing) {
            kms.permissions().require(caller, action, kms.names().arnOf(reference), keys);
            throw missing;
        }
    }

    public Outcome encrypt(
            KmsCaller caller, String reference, byte[] plaintext, Map<String, String> context)
            throws IOException {
        KmsKey key = usable(caller, "kms:Encrypt", reference, context);
        return sealed(key, plaintext, context);
    }

    private Outcome sealed(KmsKey key, byte[] plaintext, Map<String, String> context)
            throws IOException {
        return new Outcome(
                key, materials.encrypt(key, plaintext, context), key.materials().getLast().id());
    }

    /// @param expected the key that it must be encrypted under, if the caller says so
    public Outcome decrypt(
            KmsCaller caller, byte[] blob, Optional<String> expected, Map<String, String> context)
            throws IOException {
        return opened(caller, "kms:Decrypt", blob, expected, context);
    }

    private Outcome opened(
            KmsCaller caller,
            String action,
            byte[] blob,
            Optional<String> expected,
            Map<String, String> context)
            throws IOException {
        Ciphertext ciphertext = Ciphertext.parse(blob);
        if (expected.isPresent()) {
            KmsKey named = usable(caller, action, expected.get(), context);
            if (!named.id().equals(ciphertext.keyId())) {
                throw KmsError.INCORRECT_KEY.because(
                        "The key ID in the request does not identify a CMK that can perform this"
                                + " operation.");
            }
        }
        KmsKey key =
                kms.find(ciphertext.keyId())
                        .orElseThrow(() -> KmsError.INVALID_CIPHERTEXT.because(""));
        kms.permissions()
                .require(
                        caller,
                        action,
                        key,
                        KeyPermissions.ofContext(context)
                                .and(KeyPermissions.ofReference(expected.orElse(""))));
        kms.requireUsable(key);
        byte[] plaintext = materials.decrypt(key, ciphertext, context);
        return new Outcome(key, plaintext, key.materials().get(ciphertext.material()).id());
    }

    /// A data key for a service that was let use the key.
    Pair generateGranted(KmsCaller caller, String reference, int bytes, Map<String, String> context)
            throws IOException {
        KmsKey key = kms.names().keyOrAlias(reference);
        RequestKeys keys =
                KeyPermissions.ofContext(context).and(KeyPermissions.ofReference(reference));
        kms.permissions().requireNotDenied(caller, "kms:GenerateDataKey", key, keys);
        kms.requireUsable(key);
        byte[] plaintext = materials.bytes(bytes);
        return new Pair(key, plaintext, materials.encrypt(key, plaintext, context));
    }

    /// The same key again.
    byte[] decryptGranted(KmsCaller caller, byte[] blob, Map<String, String> context)
            throws IOException {
        Ciphertext ciphertext = Ciphertext.parse(blob);
        KmsKey key = kms.names().key(ciphertext.keyId());
        RequestKeys keys = KeyPermissions.ofContext(context);
        kms.permissions().requireNotDenied(caller, "kms:Decrypt", key, keys);
        kms.requireUsable(key);
        return materials.decrypt(key, ciphertext, context);
    }

    /// Decrypted, and encrypted under another key or in another context.
    ///
    /// @return how it was encrypted, and how it is now
    public Map.Entry<Outcome, Outcome> reEncrypt(
            KmsCaller caller,
            byte[] blob,
            Optional<String> source,
            Map<String, String> sourceContext,
            String destination,
            Map<String, String> context)
            throws IOException {
        Outcome from = opened(caller, "kms:ReEncryptFrom", blob, source, sourceContext);
        KmsKey key = usable(caller, "kms:ReEncryptTo", destination, context);
        return Map.entry(from, sealed(key, from.bytes(), context));
    }

    /// @param bytes how long the data key is
    /// @param action `kms:GenerateDataKey`, or that without plaintext
    public Pair generate(
            KmsCaller caller,
            String action,
            String reference,
            int bytes,
            Map<String, String> context)
            throws IOException {
        KmsKey key = usable(caller, action, reference, context);
        byte[] plaintext = materials.bytes(bytes);
        return new Pair(key, plaintext, materials.encrypt(key, plaintext, context));
    }
}
