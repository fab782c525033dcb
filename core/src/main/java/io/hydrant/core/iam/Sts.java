package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.regex.Pattern;

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
    private static final Pattern ROLE_ARN =
            Pattern.compile("arn:[a-z-]+:iam::\\d{12}:role/([\\u0021-\\u007E]+/)?[\\w+=,.@-]+");

    /// How long the sessions of roles that are assumed by a role's session may last.
    private static final Duration CHAINED_MAX = Duration.ofHours(1);

    /// So long an expired session is told from one that never was.
    private static final Duration KEPT_AFTER_EXPIRY = Duration.ofHours(1);

    /// How many expired sessions are forgotten with each new one: more than come, and no long wait.
    private static final int FORGOTTEN_AT_ONCE = 16;

    private final Iam iam;
    private final Authorizer authorizer;
    private final String region;
    private final InstantSource clock;
    private final boolean rootMayAssume;

    /// Those that expire first come first. Guarded by the lock of [Iam].
    private final PriorityQueue<Session> byExpiry =
            new PriorityQueue<>(Comparator.comparing(Session::expires));

    /// @param rootMayAssume whether the account's root may assume any role. In AWS it may none; but
    ///   where nobody signs and everybody is root, nobody else could.
    public Sts(
            Iam iam,
            Authorizer authorizer,
            String region,
            InstantSource clock,
            boolean rootMayAssume) {
        this.iam = iam;
        this.authorizer = authorizer;
        this.region = region;
        this.clock = clock;
        this.rootMayAssume = rootMayAssume;
        this.byExpiry.addAll(iam.store.sessions.all());
    }

    /// Assumes a role as a service, for example `firehose.amazonaws.com`: its trust policy alone
    /// decides, by the keys given (`sts:ExternalId`, `aws:SourceAccount`, `aws:SourceArn`). Asks
    /// nothing of the disk: cheap enough for every delivery.
    public Principal.RoleSession assumeForService(
            String roleArn, String serviceName, RequestKeys keys) throws AssumeRoleDenied {
        return iam.session(
                trusting(roleArn, serviceName, serviceName, keys), serviceName, List.of());
    }

    /// Assumes a role as a service does for what it runs, a function of `lambda.amazonaws.com` for
    /// example, which is given the credentials: they are kept.
    public Credentials lend(
            String roleArn,
            String serviceName,
            String sessionName,
            RequestKeys keys,
            Duration duration)
            throws AssumeRoleDenied, IOException {
        Identity role = trusting(roleArn, serviceName, sessionName, keys);
        return keep(
                iam.session(role, sessionName, List.of()),
                duration,
                Optional.of(
                        new Session.Owner(
                                Identity.Kind.ROLE,
                                role.name(),
                                role.id(),
                                sessionName,
                                List.of())));
    }

    /// The role, when its trust policy lets the service assume it.
    private Identity trusting(
            String roleArn, String serviceName, String sessionName, RequestKeys keys)
            throws AssumeRoleDenied {
        Identity role =
                roleOf(roleArn)
                        .orElseThrow(() ->
                                new AssumeRoleDenied("The role " + roleArn + " does not exist."));
        AuthorizationRequest question =
                question(
                        new Principal.Service(serviceName),
                        role,
                        roleArn,
                        Circumstances.ofService(iam.now(), region),
                        keys.and(sessionName(sessionName)));
        if (!authorizer.decide(question).allowed()) {
            throw new AssumeRoleDenied(authorizer.whyNotTrusted(question));
        }
        return role;
    }

    /// Assumes a role as a caller, by the condition keys of its request.
    ///
    /// @throws ServiceException AccessDenied, one text for every reason
    public Credentials assumeRole(
            Principal caller, Circumstances circumstances, NewRoleSession draft)
            throws IOException {
        if (caller instanceof Principal.Root && !rootMayAssume) {
            throw IamError.ACCESS_DENIED.because("Roles may not be assumed by root accounts.");
        }
        Identity role = assumable(caller, circumstances, draft);
        checkDuration(caller, role, draft.duration());
        draft.policy().ifPresent(PolicyValidation::identityPolicy);
        List<String> policies = new ArrayList<>();
        draft.policy().ifPresent(policies::add);
        draft.policyArns().forEach(arn -> policies.add(iam.managedDocument(arn)));
        return keep(
                iam.session(role, draft.sessionName(), policies),
                draft.duration(),
                Optional.of(
                        new Session.Owner(
                                Identity.Kind.ROLE,
                                role.name(),
                                role.id(),
                                draft.sessionName(),
                                policies)));
    }

    private Identity assumable(
            Principal caller, Circumstances circumstances, NewRoleSession draft) {
        if (!ROLE_ARN.matcher(draft.roleArn()).matches()) {
            throw IamError.VALIDATION_ERROR.because("%s is invalid", draft.roleArn());
        }
        RequestKeys keys =
                sessionName(draft.sessionName())
                        .and(key ->
                                key.equalsIgnoreCase("sts:ExternalId")
                                        ? draft.externalId().stream().toList()
                                        : List.of());
        return roleOf(draft.roleArn())
                .filter(role -> mayAssume(caller, role, draft.roleArn(), circumstances, keys))
                .orElseThrow(() ->
                        IamError.ACCESS_DENIED.because(
                                "User: %s is not authorized to perform: %s on resource: %s",
                                caller.arn(), ACTION, draft.roleArn()));
    }

    private boolean mayAssume(
            Principal caller,
            Identity role,
            String roleArn,
            Circumstances circumstances,
            RequestKeys keys) {
        return caller instanceof Principal.Root
                || authorizer
                        .decide(question(caller, role, roleArn, circumstances, keys))
                        .allowed();
    }

    private static RequestKeys sessionName(String name) {
        return RequestKeys.of(Map.of("sts:RoleSessionName", List.of(name)));
    }

    private static void checkDuration(Principal caller, Identity role, Duration duration) {
        if (caller instanceof Principal.RoleSession && duration.compareTo(CHAINED_MAX) > 0) {
            throw IamError.VALIDATION_ERROR.because(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles"
                            + " assumed by role chaining");
        }
        if (duration.toSeconds() > role.roleSettings().maxSessionSeconds()) {
            throw IamError.VALIDATION_ERROR.because(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this"
                            + " role.");
        }
    }

    /// Temporary credentials of the caller itself.
    public Credentials sessionToken(Principal caller, Duration duration) throws IOException {
        Optional<Session.Owner> owner =
                switch (caller) {
                    case Principal.User user ->
                            Optional.of(
                                    new Session.Owner(
                                            Identity.Kind.USER,
                                            user.name(),
                                            user.id(),
                                            "",
                                            List.of()));
                    case Principal.Root root -> Optional.empty();
                    case Principal.RoleSession session ->
                            throw IamError.ACCESS_DENIED.because(
                                    "Cannot call GetSessionToken with session credentials");
                    case Principal.Service service ->
                            throw new IllegalStateException(service.name());
                    case Principal.Anonymous anonymous ->
                            throw IamError.ACCESS_DENIED.because("Access denied");
                };
        return keep(caller, duration, owner);
    }

    private Credentials keep(Principal principal, Duration duration, Optional<Session.Owner> owner)
            throws IOException {
        Instant now = iam.now();
        Session session =
                new Session(
                        iam.ids.accessKey("ASIA"),
                        iam.ids.secret(),
                        iam.ids.token(),
                        Optional.of(now),
                        clock.instant().plus(duration),
                        owner);
        iam.changes.carryOut(() -> {
            forgetExpired();
            iam.store.sessions.put(session.accessKeyId(), session);
            byExpiry.add(session);
        });
        return new Credentials(
                session.accessKeyId(),
                new Secret(session.secret()),
                new Secret(session.token()),
                session.expires(),
                principal);
    }

    private void forgetExpired() throws IOException {
        Instant limit = clock.instant().minus(KEPT_AFTER_EXPIRY);
        for (int i = 0; i < FORGOTTEN_AT_ONCE; i++) {
            Session first = byExpiry.peek();
            if (first == null || !first.expires().isBefore(limit)) {
                return;
            }
            iam.store.sessions.remove(first.accessKeyId());
            byExpiry.remove();
        }
    }

    private AuthorizationRequest question(
            Principal caller,
            Identity role,
            String roleArn,
            Circumstances circumstances,
            RequestKeys keys) {
        return new AuthorizationRequest(
                caller,
                ACTION,
                roleArn,
                circumstances,
                keys,
                ResourcePolicy.ofTrust(role.roleSettings().trustPolicy()),
                iam.account());
    }

    private Optional<Identity> roleOf(String roleArn) {
        return iam.find(Identity.Kind.ROLE, roleArn.substring(roleArn.lastIndexOf('/') + 1))
                .filter(role -> role.arn(iam.account()).equals(roleArn));
    }
}
