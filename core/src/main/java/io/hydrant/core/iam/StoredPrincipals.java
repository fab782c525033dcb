package io.hydrant.core.iam;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Principals of trust policies and buckets' policies, which are kept as identities: where the
/// author writes the ARN of a user or role, the stored text has its unique id (`AIDA…`, `AROA…`),
/// and for a session of a role `AROA…:name`. Whoever is made later under the same name is somebody
/// else. Reading a policy back shows the ARN while the identity is there, and the id once it is
/// gone, as in AWS. Nothing else of the text is changed.
final class StoredPrincipals {
    private static final Pattern PLACE =
            Pattern.compile("/Statement(/\\d+)?/(Not)?Principal/AWS(/\\d+)?");
    private static final Pattern ARN =
            Pattern.compile(
                    "arn:aws:(?:iam|sts)::(?<account>\\d{12}):(?<kind>user|role|assumed-role|federated-user)/(?<name>.+)");
    private static final Pattern ID = Pattern.compile("(?<id>A[A-Z0-9]{15,})(?<session>:.+)?");

    private final Iam iam;

    StoredPrincipals(Iam iam) {
        this.iam = iam;
    }

    /// The text to keep.
    ///
    /// @param missing makes the refusal of a principal of this account that is not there
    String stored(String document, StatementRules.Complaint missing) {
        return rewritten(
                document,
                principal ->
                        identity(principal)
                                .orElseThrow(() ->
                                        missing.of(PrincipalRules.invalid("AWS", principal))));
    }

    /// The text to keep of a policy from before principals were identities. Who is not there any
    /// more gets an id that nobody else will ever have.
    String adopted(String document) {
        return rewritten(
                document, principal -> identity(principal).orElseGet(() -> nobody(principal)));
    }

    /// The text to evaluate of a policy that is only imagined: who is not there keeps the ARN.
    String imagined(String document) {
        return rewritten(document, principal -> identity(principal).orElse(principal));
    }

    String shown(String document) {
        return rewritten(document, this::arn);
    }

    /// Empty for a principal of this account that is not there.
    private Optional<String> identity(String principal) {
        Matcher id = ID.matcher(principal);
        if (id.matches()) {
            return iam.withId(id.group("id")).map(known -> principal);
        }
        Matcher arn = ARN.matcher(principal);
        if (!arn.matches() || !arn.group("account").equals(iam.account())) {
            return Optional.of(principal); // whom other accounts have is not known here
        }
        String name = arn.group("name");
        return switch (arn.group("kind")) {
            case "user" -> named(Identity.Kind.USER, principal).map(Identity::id);
            case "role" -> named(Identity.Kind.ROLE, principal).map(Identity::id);
            case "assumed-role" -> {
                int slash = name.indexOf('/');
                yield iam.find(Identity.Kind.ROLE, name.substring(0, slash))
                        .filter(role -> role.name().equals(name.substring(0, slash)))
                        .map(role -> role.id() + ":" + name.substring(slash + 1));
            }
            default -> Optional.empty();
        };
    }

    private Optional<Identity> named(Identity.Kind kind, String arn) {
        return iam.find(kind, arn.substring(arn.lastIndexOf('/') + 1))
                .filter(identity -> identity.arn(iam.account()).equals(arn));
    }

    private String nobody(String principal) {
        return ID.matcher(principal).matches()
                ? principal
                : iam.ids.principal(
                        principal.contains("::" + iam.account() + ":user/") ? "AIDA" : "AROA");
    }

    private String arn(String principal) {
        Matcher id = ID.matcher(principal);
        if (!id.matches()) {
            return principal;
        }
        String session = id.group("session");
        return iam.withId(id.group("id"))
                .map(identity ->
                        session == null
                                ? identity.arn(iam.account())
                                : iam.session(identity, session.substring(1), List.of()).arn())
                .orElse(principal);
    }

    /// The document with each of its principals of type `AWS` as the function makes it.
    ///
    /// @throws IllegalArgumentException when it is no JSON
    private static String rewritten(String document, UnaryOperator<String> principal) {
        StringBuilder text = new StringBuilder();
        int copied = 0;
        try (JsonParser parser = PolicyDocument.JSON.createParser(document)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING && isPrincipal(parser)) {
                    int start = (int) parser.currentTokenLocation().getCharOffset();
                    String value = parser.getString();
                    int end = (int) parser.currentLocation().getCharOffset();
                    String other = principal.apply(value);
                    if (!other.equals(value)) {
                        text.append(document, copied, start).append('"').append(other).append('"');
                        copied = end;
                    }
                }
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Not a policy: " + e.getOriginalMessage(), e);
        }
        return text.append(document, copied, document.length()).toString();
    }

    private static boolean isPrincipal(JsonParser parser) {
        return PLACE.matcher(parser.streamReadContext().pathAsPointer().toString()).matches();
    }
}
