package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedServerTest {
    @TempDir private Path home;

    @Test
    void theCertificateThatTheServerMadeIsTrustedAndNoOther() throws IOException {
        Path data = home.resolve(".hydrant");
        ServerSettings settings =
                ServerSettings.local(
                        data, 0, ServerSettings.Auth.IAM, new ServerSettings.Tls.SelfSigned());
        try (Hydrant server = Hydrant.start(settings)) {
            String endpoint = server.endpoint().toString();
            ProgramRun trusted =
                    ProgramRun.of(home, Map.of(), "status", "--endpoint-url", endpoint);
            assertThat(trusted.err()).isEmpty();
            assertThat(trusted.status()).isZero();

            Map<String, String> keys =
                    Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret");
            ProgramRun stranger =
                    ProgramRun.of(
                            home.resolve("elsewhere"), keys, "ls", "--endpoint-url", endpoint);
            assertThat(stranger.status()).isEqualTo(1);
            assertThat(stranger.err()).contains("not one that this machine trusts");

            assertThat(ProgramRun.of(home, Map.of(), "env", "--endpoint-url", endpoint).out())
                    .contains("AWS_CA_BUNDLE='" + data.resolve("tls/hydrant.pem") + "'");
        }
    }
}
