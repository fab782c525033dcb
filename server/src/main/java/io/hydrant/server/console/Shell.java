package io.hydrant.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// The one page that a browser loads, and what it may do. Scripts and styles run only with the
/// nonce of this very answer, which modules hand on to what they import: so no object of the same
/// origin is a script of the console, whatever its address.
final class Shell {
    private static final String NONCE = "{{nonce}}";
    private static final int NONCE_BYTES = 18;

    private static final String POLICY =
            String.join(
                    "; ",
                    "default-src 'none'",
                    "script-src 'nonce-{{nonce}}'",
                    "style-src 'nonce-{{nonce}}'",
                    "img-src 'self' data: blob:",
                    "connect-src 'self'",
                    "base-uri 'none'",
                    "form-action 'none'",
                    "frame-ancestors 'none'",
                    "require-trusted-types-for 'script'",
                    "trusted-types xml");

    private final String template = template();
    private final SecureRandom random = new SecureRandom();

    private static String template() {
        try (InputStream file = Shell.class.getResourceAsStream("shell.html")) {
            if (file == null) {
                throw new IllegalStateException("The console's shell.html is not in the program");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// With what makes it safe, for once.
    Page page() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getEncoder().encodeToString(bytes);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Security-Policy", POLICY.replace(NONCE, nonce));
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        return new Page(template.replace(NONCE, nonce).getBytes(StandardCharsets.UTF_8), headers);
    }

    /// @param headers that go with it
    record Page(byte[] html, Map<String, String> headers) {}
}
