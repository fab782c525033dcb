package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.stack.Documents;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/// Makes a request that is repeated with its ClientRequestToken count once. A token belongs to one
/// stack and to one request.
final class Tokens {
    private Tokens() {}

    /// What identifies a request: its action and all its members.
    static String fingerprint(String action, Object request) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    (action + Documents.write(request))
                                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }

    /// Whether the very request was made before.
    ///
    /// @throws io.hydrant.aws.ServiceException when another request had the token
    static boolean isRepeat(
            Connection connection, String stackId, Optional<String> token, String fingerprint)
            throws SQLException {
        if (token.isEmpty()) {
            return false;
        }
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT request FROM stack_token WHERE stack = ? AND token = ?")) {
            select.setString(1, stackId);
            select.setString(2, token.get());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                if (row.getString(1).equals(fingerprint)) {
                    return true;
                }
            }
        }
        throw CloudFormationError.TOKEN_ALREADY_EXISTS.because(
                "A client request token already exists for another request: %s", token.get());
    }

    static void remember(
            Connection connection, String stackId, Optional<String> token, String fingerprint)
            throws SQLException {
        if (token.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO stack_token (stack, token, request) VALUES (?, ?, ?)"
                                + " ON CONFLICT (stack, token) DO UPDATE"
                                + " SET request = excluded.request")) {
            insert.setString(1, stackId);
            insert.setString(2, token.get());
            insert.setString(3, fingerprint);
            insert.executeUpdate();
        }
    }
}
