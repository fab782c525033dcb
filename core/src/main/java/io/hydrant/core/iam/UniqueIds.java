package io.hydrant.core.iam;

import java.util.random.RandomGenerator;

/// Makes the ids of principals and keys: a prefix of four letters that tells the kind, the account
/// in base 32, and chance. Secrets and tokens as well.
final class UniqueIds {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int PRINCIPAL_ID_LENGTH = 21;
    private static final int KEY_ID_LENGTH = 20;
    private static final int SECRET_LENGTH = 40;
    private static final int TOKEN_LENGTH = 356;

    /// Added to half the account's number, so that the eight characters always begin alike.
    private static final long ACCOUNT_OFFSET = 1L << 39;

    private final String account;
    private final RandomGenerator random;

    UniqueIds(String account, RandomGenerator random) {
        this.account = account;
        this.random = random;
    }

    /// `AROA…` for a role, `AIDA…` for a user, `ANPA…` for a managed policy.
    String principal(String prefix) {
        return ofLength(prefix, PRINCIPAL_ID_LENGTH);
    }

    /// `AKIA…` for a long-term key, `ASIA…` for a temporary one.
    String accessKey(String prefix) {
        return ofLength(prefix, KEY_ID_LENGTH);
    }

    String secret() {
        return pick(SECRET, SECRET_LENGTH);
    }

    String token() {
        return pick(SECRET, TOKEN_LENGTH);
    }

    private String ofLength(String prefix, int length) {
        long number = Long.parseLong(account);
        long encoded = number / 2 + ACCOUNT_OFFSET;
        StringBuilder id = new StringBuilder(prefix);
        for (int shift = 35; shift >= 0; shift -= 5) {
            id.append(BASE32.charAt((int) (encoded >>> shift) & 31));
        }
        // The thirteenth character is from A-P for an even account number, Q-7 for an odd one.
        id.append(BASE32.charAt(random.nextInt(16) + (number % 2 == 0 ? 0 : 16)));
        return id + pick(BASE32, length - id.length());
    }

    private String pick(String alphabet, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
