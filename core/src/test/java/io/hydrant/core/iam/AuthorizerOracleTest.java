package io.hydrant.core.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.iam.PlainOracle.Asker;
import io.hydrant.core.iam.PlainOracle.PlainCondition;
import io.hydrant.core.iam.PlainOracle.PlainPolicy;
import io.hydrant.core.iam.PlainOracle.PlainStatement;
import io.hydrant.core.iam.PlainOracle.Question;
import io.hydrant.core.iam.PlainOracle.Verdict;
import io.hydrant.testing.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The evaluator beside [PlainOracle]: policies, principals and requests drawn at random. A failure
/// names its seed; `-Dhydrant.seed=N` draws the same again, `-Dhydrant.questions=N` more of them.
class AuthorizerOracleTest {
    private static final int QUESTIONS = Integer.getInteger("hydrant.questions", 15_000);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OURS = "000000000000";
    private static final String THEIRS = "111111111111";
    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");
    private static final List<Tag> TAGS = List.of(new Tag("team", "red"), new Tag("Grade", "7"));

    private static final Map<Principal, Asker> PRINCIPALS = principals();
    private static final List<String> NAMES =
            List.of(
                    "*",
                    "AWS:*",
                    "AWS:" + OURS,
                    "AWS:arn:aws:iam::" + OURS + ":root",
                    "AWS:" + THEIRS,
                    "AWS:AIDAANA",
                    "AWS:AIDAEVE",
                    "AWS:AROAREADER",
                    "AWS:AROAREADER:work",
                    "AWS:AROAREADER:other",
                    "Service:firehose.amazonaws.com",
                    "Service:lambda.amazonaws.com");
    private static final List<String> ACTIONS =
            List.of("s3:GetObject", "s3:PutObject", "s3:GetObjectVersion");
    private static final List<String> ACTION_PATTERNS =
            List.of("*", "s3:*", "s3:Get*", "S3:GETOBJECT", "s3:?utObject", "s3:Put*", "iam:*");
    private static final List<String> RESOURCES =
            List.of("arn:aws:s3:::b/k", "arn:aws:s3:::b/ana/k", "arn:aws:s3:::c/*x");
    private static final List<String> RESOURCE_PATTERNS =
            List.of(
                    "*",
                    "arn:aws:s3:::b/*",
                    "arn:aws:s3:::b/?",
                    "arn:aws:s3:::b/${aws:username}/*",
                    "arn:aws:s3:::b/${aws:username, 'ana'}/*",
                    "arn:aws:s3:::b/${k:missing}",
                    "arn:aws:s3:::${k:text, 'b'}/k",
                    "arn:aws:s3:::c/${k:star}x",
                    "arn:aws:s3:::d/*");
    private static final Map<String, List<String>> KEYS =
            Map.ofEntries(
                    Map.entry("String", List.of("k:text", "k:many", "K:TEXT", "k:missing")),
                    Map.entry("Principal", List.of("aws:username", "aws:PrincipalTag/TEAM")),
                    Map.entry("Numeric", List.of("k:number", "aws:PrincipalTag/grade")),
                    Map.entry("Date", List.of("k:date", "aws:CurrentTime", "aws:TokenIssueTime")),
                    Map.entry("Bool", List.of("aws:SecureTransport", "aws:ViaAWSService")),
                    Map.entry("Ip", List.of("aws:SourceIp", "k:missing")),
                    Map.entry("Arn", List.of("k:arn", "aws:PrincipalArn")));
    private static final Map<String, List<String>> VALUES =
            Map.ofEntries(
                    Map.entry(
                            "String",
                            List.of("one", "ONE", "o*", "t??", "*", "${k:text}", "${k:missing}")),
                    Map.entry(
                            "Principal",
                            List.of("ana", "red", "r*", "blue", "${aws:PrincipalTag/team}")),
                    Map.entry("Numeric", List.of("5", "7", "7.0", "12", "x")),
                    Map.entry(
                            "Date",
                            List.of(
                                    "2026-11-22T20:00:00Z",
                                    "2026-11-22",
                                    "2099-01-01T00:00:00Z",
                                    "1795377600")),
                    Map.entry("Bool", List.of("true", "false", "TRUE")),
                    Map.entry("Ip", List.of("10.0.0.0/8", "10.1.2.3", "192.168.0.0/16")),
                    Map.entry(
                            "Arn",
                            List.of(
                                    "*",
                                    "arn:aws:s3:::b",
                                    "arn:*:s3:*:*:b*",
                                    "arn:aws:iam::000000000000:*/ana",
                                    "arn:aws:iam::000000000000:role/*")));
    private static final Map<String, List<String>> OPERATORS =
            Map.ofEntries(
                    Map.entry("String", strings()),
                    Map.entry("Principal", strings()),
                    Map.entry(
                            "Numeric",
                            List.of(
                                    "NumericEquals",
                                    "NumericNotEquals",
                                    "NumericLessThan",
                                    "NumericLessThanEquals",
                                    "NumericGreaterThan",
                                    "NumericGreaterThanEquals")),
                    Map.entry(
                            "Date",
                            List.of(
                                    "DateEquals",
                                    "DateNotEquals",
                                    "DateLessThan",
                                    "DateLessThanEquals",
                                    "DateGreaterThan",
                                    "DateGreaterThanEquals")),
                    Map.entry("Bool", List.of("Bool")),
                    Map.entry("Ip", List.of("IpAddress", "NotIpAddress")),
                    Map.entry(
                            "Arn", List.of("ArnEquals", "ArnNotLike", "ArnLike", "ArnNotEquals")));

    private final long seed = Seed.of(AuthorizerOracleTest.class).value();
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void decisionsAreThoseOfTheDocumentation() {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (int i = 0; i < QUESTIONS; i++) {
            Drawn drawn = draw();
            Verdict expected = PlainOracle.decide(drawn.question());
            assertThat(verdict(drawn)).as(() -> drawn + ", seed " + seed).isEqualTo(expected);
            counts.merge(expected, 1, Integer::sum);
        }
        // A draw that hardly ever allows, or never denies, would prove little.
        assertThat(counts).hasSize(3);
        assertThat(counts.values()).allSatisfy(n -> assertThat(n).isGreaterThan(QUESTIONS / 20));
    }

    private record Drawn(
            Question question,
            Principal principal,
            Circumstances now,
            Map<String, List<String>> keys) {}

    private Drawn draw() {
        Principal principal = anyOf(List.copyOf(PRINCIPALS.keySet()));
        boolean trust = random.nextInt(4) == 0;
        boolean identified =
                principal instanceof Principal.User || principal instanceof Principal.RoleSession;
        Circumstances now = circumstances();
        Map<String, List<String>> keys = keys();
        Question question =
                new Question(
                        Objects.requireNonNull(PRINCIPALS.get(principal)),
                        trust ? "sts:AssumeRole" : anyOf(ACTIONS),
                        trust ? "arn:aws:iam::" + OURS + ":role/reader" : anyOf(RESOURCES),
                        OURS,
                        context(principal, now, keys),
                        identified ? some(2, () -> policy(false, false)) : List.of(),
                        identified && oneIn(3) ? List.of(policy(false, false)) : List.of(),
                        principal instanceof Principal.RoleSession && oneIn(3)
                                ? List.of(policy(false, false))
                                : List.of(),
                        trust || oneIn(2) ? List.of(policy(true, trust)) : List.of(),
                        trust);
        return new Drawn(question, principal, now, keys);
    }

    private Circumstances circumstances() {
        return new Circumstances(
                NOW,
                oneIn(2),
                "us-east-1",
                oneIn(4) ? Optional.empty() : Optional.of("10.1.2.3"),
                Optional.empty(),
                Optional.empty(),
                oneIn(2) ? Optional.empty() : Optional.of(NOW.minusSeconds(60)),
                oneIn(4) ? List.of("cloudformation.amazonaws.com") : List.of());
    }

    private Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new TreeMap<>();
        keys.put("k:star", List.of("*"));
        keys.put("k:number", List.of(anyOf(List.of("5", "7", "8.5"))));
        keys.put("k:date", List.of("2026-11-22T00:00:00Z"));
        keys.put("k:arn", List.of(anyOf(List.of("arn:aws:s3:::b", "arn:aws:s3:::c:d"))));
        keys.put("k:many", some(3, () -> anyOf(List.of("one", "two", "six"))));
        if (oneIn(2)) {
            keys.put("k:text", List.of(anyOf(List.of("one", "two", "b"))));
        }
        keys.values().removeIf(List::isEmpty);
        return keys;
    }

    /// As the request's keys, and those that come of who asks and how.
    private static Map<String, List<String>> context(
            Principal principal, Circumstances now, Map<String, List<String>> keys) {
        Map<String, List<String>> context = new TreeMap<>(keys);
        context.put("aws:CurrentTime", List.of(now.time().toString()));
        context.put("aws:SecureTransport", List.of(Boolean.toString(now.secure())));
        context.put("aws:ViaAWSService", List.of(Boolean.toString(!now.calledVia().isEmpty())));
        now.sourceIp().ifPresent(ip -> context.put("aws:SourceIp", List.of(ip)));
        boolean hasCredentials =
                !(principal instanceof Principal.Service)
                        && !(principal instanceof Principal.Anonymous);
        if (hasCredentials) {
            now.credentialsIssued()
                    .ifPresent(at -> context.put("aws:TokenIssueTime", List.of(at.toString())));
            String arn =
                    principal instanceof Principal.RoleSession session
                            ? session.roleArn()
                            : principal.arn();
            context.put("aws:PrincipalArn", List.of(arn));
        }
        if (principal instanceof Principal.User user) {
            context.put("aws:username", List.of(user.name()));
        }
        if (principal instanceof Principal.User || principal instanceof Principal.RoleSession) {
            TAGS.forEach(tag -> context.put("aws:PrincipalTag/" + tag.key(), List.of(tag.value())));
        }
        return context;
    }

    private PlainPolicy policy(boolean ofResource, boolean trust) {
        return new PlainPolicy(
                !oneIn(5), some(3, () -> statement(ofResource, trust)).stream().toList());
    }

    private PlainStatement statement(boolean ofResource, boolean trust) {
        boolean allow = !oneIn(4);
        return new PlainStatement(
                allow,
                !trust && oneIn(6),
                trust ? List.of(oneIn(5) ? "sts:*" : "sts:AssumeRole") : few(ACTION_PATTERNS),
                !trust && oneIn(6),
                trust ? List.of() : few(RESOURCE_PATTERNS),
                ofResource && !allow && oneIn(3),
                ofResource ? names() : List.of(),
                oneIn(2) ? List.of() : conditions());
    }

    /// `*` is written alone.
    private List<String> names() {
        List<String> names = few(NAMES);
        return names.contains("*") ? List.of("*") : names;
    }

    /// None twice: JSON has each member once.
    private List<PlainCondition> conditions() {
        Map<String, PlainCondition> byMember = new LinkedHashMap<>();
        some(2, this::condition)
                .forEach(condition ->
                        byMember.put(condition.operator() + " " + condition.key(), condition));
        return List.copyOf(byMember.values());
    }

    private PlainCondition condition() {
        String family = anyOf(List.copyOf(new TreeMap<>(KEYS).keySet()));
        String key = anyOf(Objects.requireNonNull(KEYS.get(family)));
        if (oneIn(8)) {
            return new PlainCondition("Null", key, List.of(Boolean.toString(oneIn(2))));
        }
        String operator = anyOf(Objects.requireNonNull(OPERATORS.get(family)));
        String quantifier =
                family.equals("String") ? anyOf(List.of("", "ForAllValues:", "ForAnyValue:")) : "";
        return new PlainCondition(
                quantifier + operator + (oneIn(4) ? "IfExists" : ""),
                key,
                few(Objects.requireNonNull(VALUES.get(family))));
    }

    private static Verdict verdict(Drawn drawn) {
        Question question = drawn.question();
        AuthorizationRequest request =
                new AuthorizationRequest(
                        drawn.principal(),
                        question.action(),
                        question.resource(),
                        drawn.now(),
                        RequestKeys.of(drawn.keys()),
                        new ResourcePolicy(Optional.empty(), question.trust()),
                        question.resourceAccount());
        boolean tagged =
                drawn.principal() instanceof Principal.User
                        || drawn.principal() instanceof Principal.RoleSession;
        RequestContext context =
                new RequestContext(request, tagged ? TAGS : List.of(), Optional.empty());
        Decision decision =
                new PolicyEvaluation(
                                parsed(question.identity()),
                                parsed(question.boundary()).stream().findFirst(),
                                parsed(question.session()),
                                parsed(question.resourcePolicy()).stream().findFirst())
                        .decide(request, context);
        return switch (decision) {
            case Decision.Allowed allowed -> Verdict.ALLOWED;
            case Decision.DeniedBy denied -> Verdict.EXPLICITLY_DENIED;
            case Decision.DeniedByDefault denied -> Verdict.NOT_ALLOWED;
        };
    }

    private static List<PolicyDocument> parsed(List<PlainPolicy> policies) {
        return policies.stream().map(policy -> PolicyDocument.parse(json(policy))).toList();
    }

    private static String json(PlainPolicy policy) {
        ObjectNode document = JSON.createObjectNode();
        document.put("Version", policy.new2012() ? "2012-10-17" : "2008-10-17");
        ArrayNode statements = document.putArray("Statement");
        for (PlainStatement statement : policy.statements()) {
            ObjectNode node = statements.addObject();
            node.put("Effect", statement.allow() ? "Allow" : "Deny");
            put(node, statement.notAction() ? "NotAction" : "Action", statement.actions());
            put(node, statement.notResource() ? "NotResource" : "Resource", statement.resources());
            putPrincipals(node, statement);
            putConditions(node, statement.conditions());
        }
        return document.toString();
    }

    private static void putPrincipals(ObjectNode node, PlainStatement statement) {
        String member = statement.notPrincipal() ? "NotPrincipal" : "Principal";
        if (statement.principals().contains("*")) {
            node.put(member, "*");
            return;
        }
        Map<String, List<String>> byType = new LinkedHashMap<>();
        for (String name : statement.principals()) {
            int colon = name.indexOf(':');
            byType.computeIfAbsent(name.substring(0, colon), type -> new ArrayList<>())
                    .add(name.substring(colon + 1));
        }
        if (!byType.isEmpty()) {
            ObjectNode principals = node.putObject(member);
            byType.forEach((type, names) -> put(principals, type, names));
        }
    }

    private static void putConditions(ObjectNode node, List<PlainCondition> conditions) {
        ObjectNode all = JSON.createObjectNode();
        for (PlainCondition condition : conditions) {
            put(all.withObjectProperty(condition.operator()), condition.key(), condition.values());
        }
        if (!all.isEmpty()) {
            node.set("Condition", all);
        }
    }

    private static void put(ObjectNode node, String member, List<String> values) {
        if (values.size() == 1) {
            node.put(member, values.getFirst());
        } else if (!values.isEmpty()) {
            values.forEach(node.putArray(member)::add);
        }
    }

    private boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    private <T> T anyOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /// One or two of them.
    private List<String> few(List<String> all) {
        String first = anyOf(all);
        String second = anyOf(all);
        return oneIn(2) || first.equals(second) ? List.of(first) : List.of(first, second);
    }

    private <T> List<T> some(int max, Supplier<T> draw) {
        List<T> drawn = new ArrayList<>();
        int count = random.nextInt(max + 1);
        for (int i = 0; i < count; i++) {
            drawn.add(draw.get());
        }
        return drawn;
    }

    private static List<String> strings() {
        return List.of(
                "StringEquals",
                "StringNotEquals",
                "StringEqualsIgnoreCase",
                "StringNotEqualsIgnoreCase",
                "StringLike",
                "StringNotLike");
    }

    private static Map<Principal, Asker> principals() {
        Map<Principal, Asker> all = new LinkedHashMap<>();
        all.put(new Principal.Root(OURS), new Asker("root", OURS, List.of(), ""));
        all.put(
                new Principal.User(OURS, "/", "ana", "AIDAANA"),
                new Asker("user", OURS, List.of("AWS:AIDAANA"), ""));
        all.put(
                new Principal.User(THEIRS, "/", "eve", "AIDAEVE"),
                new Asker("user", THEIRS, List.of("AWS:AIDAEVE"), ""));
        all.put(
                new Principal.RoleSession(OURS, "/t/", "reader", "AROAREADER", "work", List.of()),
                new Asker("session", OURS, List.of("AWS:AROAREADER"), "AROAREADER:work"));
        all.put(
                new Principal.Service("firehose.amazonaws.com"),
                new Asker("service", "", List.of("Service:firehose.amazonaws.com"), ""));
        all.put(new Principal.Anonymous(), new Asker("anonymous", "", List.of(), ""));
        return all;
    }
}
