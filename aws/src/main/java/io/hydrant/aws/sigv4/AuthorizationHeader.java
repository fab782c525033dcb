package io.hydrant.aws.sigv4;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`, taken apart. Some
/// clients leave out the space after the comma, or send spaces alone. A part that is not there is
/// empty; of several the last counts.
record AuthorizationHeader(
        String algorithm, String credential, String signedHeaders, String signature) {
    static final String SIGV4 = "AWS4-HMAC-SHA256";

    private static final String CREDENTIAL = "Credential";
    private static final String SIGNED_HEADERS = "SignedHeaders";
    private static final String SIGNATURE = "Signature";

    static AuthorizationHeader parse(String value) {
        String trimmed = value.strip();
        int space = trimmed.indexOf(' ');
        if (space < 0) {
            return new AuthorizationHeader(trimmed, "", "", "");
        }
        String credential = "";
        String signedHeaders = "";
        String signature = "";
        int start = space + 1;
        while (start < trimmed.length()) {
            int end = endOfPart(trimmed, start);
            if (isPart(trimmed, start, CREDENTIAL)) {
                credential = valueOf(trimmed, start, CREDENTIAL, end);
            } else if (isPart(trimmed, start, SIGNED_HEADERS)) {
                signedHeaders = valueOf(trimmed, start, SIGNED_HEADERS, end);
            } else if (isPart(trimmed, start, SIGNATURE)) {
                signature = valueOf(trimmed, start, SIGNATURE, end);
            }
            start = end + 1;
        }
        String algorithm = trimmed.substring(0, space);
        return new AuthorizationHeader(algorithm, credential, signedHeaders, signature);
    }

    private static boolean isPart(String text, int start, String name) {
        int equals = start + name.length();
        return equals < text.length() && text.charAt(equals) == '=' && text.startsWith(name, start);
    }

    private static String valueOf(String text, int start, String name, int end) {
        return text.substring(start + name.length() + 1, end);
    }

    /// Where the next comma or space is, or else the end.
    private static int endOfPart(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ' ') {
            at++;
        }
        return at;
    }

    /// The credential, if it is there.
    Optional<String> givenCredential() {
        return credential.isEmpty() ? Optional.empty() : Optional.of(credential);
    }

    /// The names of those parts that are not there, in AWS's order.
    List<String> missing() {
        List<String> missing = new ArrayList<>(0);
        if (credential.isEmpty()) {
            missing.add(CREDENTIAL);
        }
        if (signature.isEmpty()) {
            missing.add(SIGNATURE);
        }
        if (signedHeaders.isEmpty()) {
            missing.add(SIGNED_HEADERS);
        }
        return missing;
    }
}
