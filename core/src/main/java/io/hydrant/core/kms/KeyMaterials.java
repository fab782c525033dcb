package io.hydrant.core.kms;

import io.hydrant.core.crypto.KeyWrap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Makes the material of keys, and encrypts and decrypts by it. Every message has a key of its own,
/// made of the material and a random salt, so that no number of messages wears a key out. The
/// encryption context is bound to the message, in the order of its members' names.
final class KeyMaterials {
    private static final int MATERIAL_BYTES = 32;
    private static final int TAG_BITS = 128;

    private final KeyWrap master;
    private final RandomGenerator random;

    KeyMaterials(KeyWrap master, RandomGenerator random) {
        this.master = master;
        this.random = random;
    }

    /// New material for the key of this id.
    KmsKey.Material make(String keyId) throws IOException {
        String id = HexFormat.of().formatHex(bytes(MATERIAL_BYTES));
        byte[] wrapped = master.wrap(bytes(MATERIAL_BYTES), context(keyId, id));
        return new KmsKey.Material(id, Base64.getEncoder().encodeToString(wrapped));
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    byte[] encrypt(KmsKey key, byte[] plaintext, Map<String, String> context) throws IOException {
        int newest = key.materials().size() - 1;
        Ciphertext frame =
                new Ciphertext(
                        key.id(),
                        newest,
                        bytes(Ciphertext.SALT_BYTES),
                        bytes(Ciphertext.NONCE_BYTES),
                        new byte[0]);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, frame, context).doFinal(plaintext);
            return new Ciphertext(key.id(), newest, frame.salt(), frame.nonce(), sealed).bytes();
        } catch (GeneralSecurityException e) {
            throw new IOException("The key " + key.id() + " cannot be used", e);
        }
    }

    /// @throws ServiceException InvalidCiphertextException when it is not what was encrypted, or
    ///   the context is another
    byte[] decrypt(KmsKey key, Ciphertext ciphertext, Map<String, String> context)
            throws IOException {
        if (ciphertext.material() < 0 || ciphertext.material() >= key.materials().size()) {
            throw KmsError.INVALID_CIPHERTEXT.because("");
        }
        Cipher cipher;
        try {
            cipher = cipher(Cipher.DECRYPT_MODE, key, ciphertext, context);
        } catch (GeneralSecurityException e) {
            throw new IOException("The key " + key.id() + " cannot be used", e);
        }
        try {
            return cipher.doFinal(ciphertext.sealed());
        } catch (GeneralSecurityException e) {
            throw KmsError.INVALID_CIPHERTEXT.because("");
        }
    }

    private Cipher cipher(int mode, KmsKey key, Ciphertext frame, Map<String, String> context)
            throws IOException, GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(material(key, frame.material()), "HmacSHA256"));
        byte[] own = mac.doFinal(frame.salt());
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode, new SecretKeySpec(own, "AES"), new GCMParameterSpec(TAG_BITS, frame.nonce()));
        cipher.updateAAD(frame.header());
        cipher.updateAAD(canonical(context));
        return cipher;
    }

    private byte[] material(KmsKey key, int index) throws IOException, GeneralSecurityException {
        KmsKey.Material material = key.materials().get(index);
        return master.unwrap(
                Base64.getDecoder().decode(material.wrapped()), context(key.id(), material.id()));
    }

    private static byte[] context(String keyId, String materialId) {
        return ("kms " + keyId + " " + materialId).getBytes(StandardCharsets.UTF_8);
    }

    /// Each name and value behind its length.
    private static byte[] canonical(Map<String, String> context) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TreeMap<>(context)
                .forEach((name, value) -> {
                    for (String text : List.of(name, value)) {
                        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                        bytes.writeBytes(
                                ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
                        bytes.writeBytes(utf8);
                    }
                });
        return bytes.toByteArray();
    }
}
