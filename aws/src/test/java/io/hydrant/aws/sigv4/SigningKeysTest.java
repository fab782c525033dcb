package io.hydrant.aws.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private static final SigningCredentials CREDENTIALS =
            new SigningCredentials("AKIDEXAMPLE", "secret", Optional.empty(), Optional.empty());

    private final SigningKeys keys = new SigningKeys();

    @Test
    void remembersATriedKeyAndNoOther() {
        byte[] untried = keys.keyFor(CREDENTIALS, scope(0));
        assertThat(keys.keyFor(CREDENTIALS, scope(0))).isEqualTo(untried).isNotSameAs(untried);
        keys.remember(CREDENTIALS, scope(0), untried);
        assertThat(keys.keyFor(CREDENTIALS, scope(0))).isSameAs(untried);
    }

    @Test
    void startsOverAfterAThousandAndTwentyFourKeys() {
        byte[] first = keys.keyFor(CREDENTIALS, scope(0));
        for (int i = 0; i < 1_024; i++) {
            keys.remember(CREDENTIALS, scope(i), first);
        }
        assertThat(keys.keyFor(CREDENTIALS, scope(0))).isSameAs(first);
        keys.remember(CREDENTIALS, scope(1_024), first);
        assertThat(keys.keyFor(CREDENTIALS, scope(0))).isNotSameAs(first);
        assertThat(keys.keyFor(CREDENTIALS, scope(1_024))).isSameAs(first);
    }

    private static CredentialScope scope(int region) {
        return new CredentialScope("AKIDEXAMPLE", "20261122", "region-" + region, "s3");
    }
}
