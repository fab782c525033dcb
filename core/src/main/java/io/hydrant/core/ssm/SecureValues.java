package io.hydrant.core.ssm;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.kms.KmsCaller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The values of SecureStrings, encrypted under keys of KMS with the permissions of whoever writes
/// or reads them. Each is bound to its parameter by the encryption context.
final class SecureValues {
    private final Supplier<Kms> kms;
    private final ParameterNames names;

    /// @param kms which is there when it is first asked for
    SecureValues(Supplier<Kms> kms, ParameterNames names) {
        this.kms = kms;
        this.names = names;
    }

    /// The caller as KMS sees it when the parameter store asks.
    private KmsCaller through(KmsCaller caller) {
        return new KmsCaller(
                caller.principal(),
                caller.circumstances(),
                Optional.of("ssm." + names.region() + ".amazonaws.com"));
    }

    private Map<String, String> context(ParameterVersion version) {
        return Map.of("PARAMETER_ARN", names.arn(version.name()));
    }

    ParameterVersion sealed(ParameterVersion clear, KmsCaller caller) throws IOException {
        byte[] value = clear.value().getBytes(StandardCharsets.UTF_8);
        try {
            byte[] blob =
                    kms.get()
                            .uses()
                            .encrypt(
                                    through(caller),
                                    clear.keyId().orElseThrow(),
                                    value,
                                    context(clear))
                            .bytes();
            return clear.withValue(Base64.getEncoder().encodeToString(blob));
        } catch (ServiceException refusal) {
            throw refused(refusal);
        }
    }

    ParameterVersion opened(ParameterVersion sealed, KmsCaller caller) throws IOException {
        byte[] blob = Base64.getDecoder().decode(sealed.value());
        try {
            byte[] value =
                    kms.get()
                            .uses()
                            .decrypt(through(caller), blob, Optional.empty(), context(sealed))
                            .bytes();
            return sealed.withValue(new String(value, StandardCharsets.UTF_8));
        } catch (ServiceException refusal) {
            throw refused(refusal);
        }
    }

    private static ServiceException refused(ServiceException refusal) {
        return refusal.code().equals(SsmError.ACCESS_DENIED.code())
                ? SsmError.ACCESS_DENIED.because("%s", refusal.text())
                : SsmError.INVALID_KEY_ID.because("%s", refusal.text());
    }
}
