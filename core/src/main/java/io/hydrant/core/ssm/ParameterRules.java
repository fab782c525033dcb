package io.hydrant.core.ssm;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.hydrant.aws.ServiceException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What becomes of a draft: AWS's rules for values, and what an older version hands down.
final class ParameterRules {
    private static final java.util.regex.Pattern NESTED =
            java.util.regex.Pattern.compile("\\{\\{.*}}", java.util.regex.Pattern.DOTALL);

    private static final String ADVANCED_PAGE =
            "https://docs.aws.amazon.com/systems-manager/latest/userguide/"
                    + "parameter-store-advanced-parameters.html";

    private static final String OWN_KEY = "alias/aws/ssm";

    /// What an allowed pattern may come to.
    private static final int ATOMS_MAX = 20_000;

    private ParameterRules() {}

    /// The next version, its value in clear.
    ///
    /// @param before the newest so far
    /// @throws ServiceException when AWS would refuse it
    static ParameterVersion next(
            ParameterDraft draft, Optional<ParameterVersion> before, Instant now, String author) {
        ParameterNames.check(draft.name());
        checkDataType(draft);
        ParameterKind kind = kind(draft, before);
        Optional<String> pattern =
                draft.allowedPattern()
                        .or(() -> before.flatMap(ParameterVersion::allowedPattern))
                        .filter(text -> !text.isEmpty());
        checkValue(draft.value());
        ParameterTier tier = tier(draft, before);
        if (pattern.isPresent()) {
            checkPattern(pattern.get(), draft.value());
        }
        return new ParameterVersion(
                draft.name(),
                before.map(ParameterVersion::version).orElse(0L) + 1,
                kind,
                draft.value(),
                key(draft, kind, before),
                draft.description()
                        .or(() -> before.flatMap(ParameterVersion::description))
                        .filter(text -> !text.isEmpty()),
                pattern,
                tier,
                now,
                author,
                List.of());
    }

    private static void checkDataType(ParameterDraft draft) {
        String type = draft.dataType().orElse(ParameterVersion.DATA_TYPE);
        if (type.equals("aws:ec2:image") || type.equals("aws:ssm:integration")) {
            throw SsmError.notSupported("the data type " + type);
        }
        if (!type.equals(ParameterVersion.DATA_TYPE)) {
            throw SsmError.VALIDATION.because(
                    "The following data type is not supported: %s (Data type names are all"
                            + " lowercase.)",
                    type);
        }
    }

    private static ParameterKind kind(ParameterDraft draft, Optional<ParameterVersion> before) {
        return draft.kind()
                .flatMap(ParameterKind::of)
                .or(() -> before.map(ParameterVersion::kind))
                .orElseThrow(() ->
                        SsmError.VALIDATION.because(
                                "A parameter type is required when you create a parameter."));
    }

    /// A key of its own is for SecureStrings; another kind's is refused.
    private static Optional<String> key(
            ParameterDraft draft, ParameterKind kind, Optional<ParameterVersion> before) {
        if (kind != ParameterKind.SECURE_STRING) {
            if (draft.keyId().isPresent()) {
                throw SsmError.VALIDATION.because(
                        "KeyId is only applicable to parameters of type SecureString.");
            }
            return Optional.empty();
        }
        return draft.keyId()
                .or(() -> before.flatMap(ParameterVersion::keyId))
                .or(() -> Optional.of(OWN_KEY));
    }

    private static void checkValue(String value) {
        if (value.isEmpty()) {
            throw SsmError.VALIDATION.because(
                    "1 validation error detected: Value '' at 'value' failed to satisfy"
                            + " constraint: Member must have length greater than or equal to 1.");
        }
        if (NESTED.matcher(value).find()) {
            throw SsmError.VALIDATION.because(
                    "Parameter value can't nest another parameter. Do not use \"{{}}\" in the"
                            + " value.");
        }
    }

    /// The caller's pattern runs in an engine whose time grows with the lengths of pattern and
    /// value alone.
    private static void checkPattern(String pattern, String value) {
        if (PatternWeight.of(pattern) > ATOMS_MAX) {
            throw SsmError.INVALID_ALLOWED_PATTERN.because(
                    "The repeats of the allowed pattern come to more than %d atoms.", ATOMS_MAX);
        }
        Pattern compiled;
        try {
            compiled = Pattern.compile(pattern);
        } catch (PatternSyntaxException malformed) {
            throw SsmError.INVALID_ALLOWED_PATTERN.because(
                    "The allowed pattern %s is not valid, or has what Hydrant does not support:"
                            + " %s",
                    pattern, malformed.getDescription());
        }
        if (!compiled.matcher(value).find()) {
            throw SsmError.PARAMETER_PATTERN_MISMATCH.because(
                    "Parameter value, cannot be validated against allowedPattern: %s", pattern);
        }
    }

    private static ParameterTier tier(ParameterDraft draft, Optional<ParameterVersion> before) {
        Optional<ParameterTier> old = before.map(ParameterVersion::tier);
        int bytes = draft.value().getBytes(StandardCharsets.UTF_8).length;
        ParameterTier tier =
                draft.tier().equals(Optional.of(ParameterTier.INTELLIGENT))
                        ? needed(bytes, old)
                        : draft.tier()
                                .flatMap(ParameterTier::of)
                                .or(() -> old)
                                .orElse(ParameterTier.STANDARD);
        if (tier == ParameterTier.STANDARD && old.equals(Optional.of(ParameterTier.ADVANCED))) {
            throw SsmError.VALIDATION.because(
                    "This parameter uses the advanced-parameter tier. You can't downgrade a"
                            + " parameter from the advanced-parameter tier to the"
                            + " standard-parameter tier. If necessary, you can delete the advanced"
                            + " parameter and recreate it as a standard parameter.");
        }
        checkSize(bytes, tier);
        return tier;
    }

    private static ParameterTier needed(int bytes, Optional<ParameterTier> old) {
        return bytes > ParameterTier.STANDARD.valueMax()
                ? ParameterTier.ADVANCED
                : old.orElse(ParameterTier.STANDARD);
    }

    private static void checkSize(int bytes, ParameterTier tier) {
        if (bytes <= tier.valueMax()) {
            return;
        }
        throw switch (tier) {
            case STANDARD ->
                    SsmError.VALIDATION.because(
                            "Standard tier parameters support a maximum parameter value of %d"
                                    + " characters. To create a larger parameter value, upgrade"
                                    + " the parameter to use the advanced-parameter tier. For more"
                                    + " information, see %s",
                            tier.valueMax(), ADVANCED_PAGE);
            case ADVANCED ->
                    SsmError.VALIDATION.because(
                            "Advanced tier parameters support a maximum parameter value of %d"
                                    + " characters.",
                            tier.valueMax());
        };
    }
}
