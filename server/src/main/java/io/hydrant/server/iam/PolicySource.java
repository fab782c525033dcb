package io.hydrant.server.iam;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.IamError;
import io.hydrant.core.iam.Identity;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The role, user or group whose policies a caller asks about, as its ARN says it.
record PolicySource(String arn, String kind, String name) {
    private static final Pattern ARN =
            Pattern.compile("arn:aws:iam::\\d{12}:(?<kind>user|role|group)/(.+/)?(?<name>[^/]+)");

    /// @throws ServiceException InvalidInput
    static PolicySource of(String arn) {
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches()) {
            throw IamError.INVALID_INPUT.because(
                    "Invalid Entity Arn: %s does not clearly define entity type and name.", arn);
        }
        return new PolicySource(arn, parts.group("kind"), parts.group("name"));
    }

    /// It itself. (Of other accounts nobody is known.)
    ///
    /// @throws ServiceException NoSuchEntity
    Identity in(Iam iam) {
        return Stream.of(Identity.Kind.values())
                .filter(one -> one.word().equals(kind))
                .map(one -> iam.find(one, name))
                .flatMap(Optional::stream)
                .filter(found -> found.arn(iam.account()).equals(arn))
                .findFirst()
                .orElseThrow(() ->
                        IamError.NO_SUCH_ENTITY.because(
                                "The %s with name %s cannot be found.", kind, name));
    }
}
