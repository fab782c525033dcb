package io.hydrant.lambda.local;

import io.hydrant.core.transform.lambda.Functions.NotInvokedException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Where functions run.
///
/// @param variables the server's own environment, of which functions get next to nothing
/// @param server where functions find this server, and the certificate that it answers with
/// @param credentials what functions with a role act as
public record FunctionHost(
        String region,
        String account,
        Map<String, String> variables,
        Server server,
        RoleCredentials credentials,
        InstantSource clock,
        RandomGenerator random) {

    /// The server as functions see it.
    public interface Server {
        URI endpoint();

        /// Empty when its certificate is one that everybody knows, or it needs none.
        Optional<Path> certificate();
    }

    /// Gives out temporary credentials of roles, to functions.
    @FunctionalInterface
    public interface RoleCredentials {
        /// @throws NotInvokedException when the role does not exist, or does not trust functions
        Credentials of(String roleArn, String functionArn) throws NotInvokedException;
    }

    /// Temporary credentials.
    public record Credentials(
            String accessKeyId, String secretAccessKey, String sessionToken, Instant expires) {
        @Override
        public String toString() {
            return "Credentials[" + accessKeyId + ", until " + expires + "]";
        }
    }
}
