package io.hydrant.core.ssm;

import io.hydrant.aws.Arn;
import io.hydrant.aws.ServiceException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What parameters may be called, and their ARNs.
public record ParameterNames(String region, String account) {
    private static final int LENGTH_MAX = 1011;
    private static final int SLASHES_MAX = 15;
    private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9_.\\-/]+");

    private static final String SUB_PATHS =
            " If formed as a path, it can consist of sub-paths divided by slash symbol; each"
                    + " sub-path can be formed as a mix of letters, numbers and the following 3"
                    + " symbols .-_";

    private static final String REQUIREMENTS =
            "The parameter doesn't meet the parameter name requirements. The parameter name must"
                    + " begin with a forward slash \"/\". It can't be prefixed with \"aws\" or"
                    + " \"ssm\" (case-insensitive). It must use only letters, numbers, or the"
                    + " following symbols: . (period), - (hyphen), _ (underscore). Special"
                    + " characters are not allowed. All sub-paths, if specified, must use the"
                    + " forward slash symbol \"/\". Valid example: /get/parameters2-/by1./path0_.";

    /// Of a parameter, or of a path of them.
    public String arn(String name) {
        return arnOf("parameter/" + (name.startsWith("/") ? name.substring(1) : name));
    }

    /// For what AWS has no name of a parameter with.
    public String all() {
        return arnOf("*");
    }

    /// The names that an ARN may stand for: with a slash in front, and without.
    List<String> ofArn(String arn) {
        String prefix = arn("");
        if (!arn.startsWith(prefix)) {
            return List.of();
        }
        String name = arn.substring(prefix.length());
        return name.contains("/") ? List.of("/" + name) : List.of("/" + name, name);
    }

    private String arnOf(String resource) {
        return new Arn("aws", "ssm", region, account, resource).toString();
    }

    /// What a new parameter may be called.
    ///
    /// @throws ServiceException when it may not
    static void check(String name) {
        refuseReserved(name);
        if (!CHARACTERS.matcher(name).matches() || name.endsWith("/") || name.contains("//")) {
            throw SsmError.VALIDATION.because(
                    "%s",
                    "Parameter name: can't be prefixed with \"ssm\" (case-insensitive)."
                            + SUB_PATHS);
        }
        if (name.contains("/") && !name.startsWith("/")) {
            throw SsmError.VALIDATION.because("Parameter name must be a fully qualified name.");
        }
        if (name.chars().filter(c -> c == '/').count() > SLASHES_MAX) {
            throw SsmError.HIERARCHY_LEVEL_LIMIT_EXCEEDED.because(
                    "A hierarchy can have a maximum of %d levels.", SLASHES_MAX);
        }
        if (name.length() > LENGTH_MAX) {
            throw SsmError.VALIDATION.because(
                    "A parameter name can have a maximum of %d characters.", LENGTH_MAX);
        }
    }

    private static void refuseReserved(String name) {
        String bare = bare(name);
        boolean isPath = name.indexOf('/', 1) > 0;
        if (bare.startsWith("aws") && isPath) {
            throw SsmError.ACCESS_DENIED.because("No access to reserved parameter name: %s.", name);
        }
        if (isReserved(name)) {
            throw SsmError.VALIDATION.because(
                    "%s",
                    isPath
                            ? "Parameter name: can't be prefixed with \"ssm\" (case-insensitive)."
                                    + SUB_PATHS
                            : "Parameter name: can't be prefixed with \"aws\" or \"ssm\""
                                    + " (case-insensitive).");
        }
    }

    private static String bare(String name) {
        return (name.startsWith("/") ? name.substring(1) : name).toLowerCase(Locale.ROOT);
    }

    private static boolean isReserved(String name) {
        return bare(name).startsWith("aws") || bare(name).startsWith("ssm");
    }

    /// What a path may be that parameters are asked for by; with a slash at its end.
    ///
    /// @throws ServiceException when it may not
    static String path(String given) {
        boolean isPath =
                given.startsWith("/")
                        && CHARACTERS.matcher(given).matches()
                        && !given.contains("//")
                        && !isReserved(given);
        if (!isPath) {
            throw SsmError.VALIDATION.because("%s", REQUIREMENTS);
        }
        return given.endsWith("/") ? given : given + "/";
    }
}
