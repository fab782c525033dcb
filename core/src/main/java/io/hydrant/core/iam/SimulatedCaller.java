package io.hydrant.core.iam;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who makes a simulated request. `isKnown`: somebody is named; `hasId`: it is a user who is there,
/// whose unique id the request would have. (That of a role's session is told by the session.)
record SimulatedCaller(Principal principal, List<Tag> tags, boolean isKnown, boolean hasId) {
    private static final Pattern USER =
            Pattern.compile("arn:aws:iam::(?<account>\\d{12}):user(?<path>/|/.+/)(?<name>[^/]+)");

    /// As the session of a role is named that nobody has begun.
    private static final String SESSION = "simulation";

    SimulatedCaller {
        tags = List.copyOf(tags);
    }

    /// The user that is named as the caller; otherwise the one whose policies are simulated.
    static SimulatedCaller of(Optional<String> callerArn, Optional<Identity> source, Iam iam) {
        if (callerArn.isPresent()) {
            return named(callerArn.get(), iam);
        }
        return source.map(identity -> of(identity, iam))
                .orElseGet(() ->
                        new SimulatedCaller(
                                new Principal.User(iam.account(), "/", "", ""),
                                List.of(),
                                false,
                                false));
    }

    private static SimulatedCaller of(Identity identity, Iam iam) {
        return switch (identity.kind()) {
            case GROUP ->
                    new SimulatedCaller(
                            new Principal.User(iam.account(), "/", "", ""),
                            List.of(),
                            false,
                            false);
            case USER -> new SimulatedCaller(iam.user(identity), identity.tags(), true, true);
            case ROLE ->
                    new SimulatedCaller(
                            iam.session(identity, SESSION, List.of()),
                            identity.tags(),
                            true,
                            false);
        };
    }

    /// One who is not there, or in another account, is known by the ARN.
    private static SimulatedCaller named(String arn, Iam iam) {
        Matcher user = USER.matcher(arn);
        if (!user.matches()) {
            throw IamError.INVALID_INPUT.because(
                    "Invalid CallerArn: %s. It must be the ARN of a user.", arn);
        }
        return iam.find(Identity.Kind.USER, user.group("name"))
                .filter(found -> found.arn(iam.account()).equals(arn))
                .map(found -> of(found, iam))
                .orElseGet(() ->
                        new SimulatedCaller(
                                new Principal.User(
                                        user.group("account"),
                                        user.group("path"),
                                        user.group("name"),
                                        arn),
                                List.of(),
                                true,
                                false));
    }
}
