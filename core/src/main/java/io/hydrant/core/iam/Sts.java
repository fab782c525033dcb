package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lets roles be assumed, by callers and by services, as their trust policies allow. Sessions are
/// kept in the catalog until they expire, so that a restart takes no one's credentials away. Safe
/// for use from many threads.
public final class Sts {
    /// Temporary credentials and whom they stand for.
    public record Credentials(
            String accessKeyId,
            Secret secretAccessKey,
            Secret sessionToken,
            Instant expires,
            Principal principal) {}

    private static final String ACTION = "sts:AssumeRole";

    private final Iam iam;
    private final Authorizer authorizer;
    private final InstantSource clock;

    public Sts(Iam iam, Authorizer authorizer, InstantSource clock) {
        this.iam = iam;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    /// Assumes a role as a service, for example `firehose.amazonaws.com`: its trust policy alone
    /// decides, by the context given (`sts:ExternalId`, `aws:SourceAccount`, `aws:SourceArn`). Asks
    /// nothing of the disk.
    public Principal.RoleSession assumeForService(
            String roleArn, String serviceName, Map<String, List<String>> context)
            throws AssumeRoleDenied {
        Identity role =
                roleOf(roleArn)
                        .orElseThrow(
                                () -> new AssumeRoleDenied("There is no role " + roleArn + "."));
        Decision decision =
                authorizer.decide(
                        question(new Principal.Service(serviceName), role, roleArn, context));
        if (!decision.allowed()) {
            throw new AssumeRoleDenied(
                    "The trust policy of "
                            + roleArn
                            + " does not let "
                            + serviceName
                            + " assume it"
                            + given(context)
                            + ".");
        }
        return session(role, serviceName, List.of());
    }

    /// Assumes a role as a caller. `sessionPolicies` narrow what the session may do.
    ///
    /// @throws ServiceException AccessDenied, one text for every reason
    public Credentials assumeRole(
            Principal caller,
            String roleArn,
            String sessionName,
            Duration duration,
            Map<String, List<String>> context,
            List<String> sessionPolicies)
            throws IOException {
        if (caller instanceof Principal.Root) {
            throw IamError.ACCESS_DENIED.because("Roles may not be assumed by root accounts.");
        }
        ServiceException denied =
                IamError.ACCESS_DENIED.because(
                        "User: %s is not authorized to perform: %s on resource: %s",
                        caller.arn(), ACTION, roleArn);
        Identity role = roleOf(roleArn).orElseThrow(() -> denied);
        Map<String, List<String>> keys = new HashMap<>(context);
        keys.put("sts:RoleSessionName", List.of(sessionName));
        if (!authorizer.decide(question(caller, role, roleArn, keys)).allowed()) {
            throw denied;
        }
        if (duration.toSeconds() > role.roleSettings().maxSessionSeconds()) {
            throw IamError.VALIDATION_ERROR.because(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                            + " role.");
        }
        sessionPolicies.forEach(PolicyValidation::identityPolicy);
        return keep(
                session(role, sessionName, sessionPolicies),
                new Session(
                        iam.ids.accessKey("ASIA"),
                        iam.ids.secret(),
                        iam.ids.token(),
                        clock.instant().plus(duration),
                        Optional.of(role.name()),
                        Optional.empty(),
                        sessionName,
                        sessionPolicies));
    }

    /// Temporary credentials of the caller itself.
    public Credentials sessionToken(Principal caller, Duration duration) throws IOException {
        Optional<String> user =
                switch (caller) {
                    case Principal.User known -> Optional.of(known.name());
                    case Principal.Root root -> Optional.empty();
                    case Principal.RoleSession session ->
                            throw IamError.ACCESS_DENIED.because(
                                    "Cannot call GetSessionToken with session credentials");
                    case Principal.Service service ->
                            throw new IllegalStateException(service.name());
                    case Principal.Anonymous anonymous ->
                            throw IamError.ACCESS_DENIED.because("Access denied");
                };
        return keep(
                caller,
                new Session(
                        iam.ids.accessKey("ASIA"),
                        iam.ids.secret(),
                        iam.ids.token(),
                        clock.instant().plus(duration),
                        Optional.empty(),
                        user,
                        "",
                        List.of()));
    }

    private Credentials keep(Principal principal, Session session) throws IOException {
        iam.changing.lock();
        try {
            Instant now = clock.instant();
            for (Session old : iam.store.sessions.all()) {
                if (old.expires().plus(Duration.ofHours(1)).isBefore(now)) {
                    iam.store.sessions.remove(old.accessKeyId());
                }
            }
            iam.store.sessions.put(session.accessKeyId(), session);
        } finally {
            iam.changing.unlock();
        }
        return new Credentials(
                session.accessKeyId(),
                new Secret(session.secret()),
                new Secret(session.token()),
                session.expires(),
                principal);
    }

    private AuthorizationRequest question(
            Principal caller, Identity role, String roleArn, Map<String, List<String>> context) {
        return new AuthorizationRequest(
                caller,
                ACTION,
                roleArn,
                context,
                Optional.of(role.roleSettings().trustPolicy()),
                iam.account());
    }

    private Optional<Identity> roleOf(String roleArn) {
        return iam.find(Identity.Kind.ROLE, roleArn.substring(roleArn.lastIndexOf('/') + 1))
                .filter(role -> role.arn(iam.account()).equals(roleArn));
    }

    private Principal.RoleSession session(Identity role, String name, List<String> policies) {
        return new Principal.RoleSession(
                iam.account(), role.path(), role.name(), role.id(), name, policies);
    }

    private static String given(Map<String, List<String>> context) {
        List<String> external = context.getOrDefault("sts:ExternalId", List.of());
        return external.isEmpty() ? "" : " with external id " + external.getFirst();
    }
}
