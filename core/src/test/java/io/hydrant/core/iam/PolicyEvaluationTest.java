package io.hydrant.core.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Decisions by tables. In policies here `'` stands for `"`.
class PolicyEvaluationTest {
    private static final String OURS = "000000000000";
    private static final Principal ANA = new Principal.User(OURS, "/", "ana", "AIDAANA");
    private static final Principal SESSION =
            new Principal.RoleSession(OURS, "/team/", "reader", "AROAREADER", "work", List.of());
    private static final Principal STRANGER =
            new Principal.User("111111111111", "/", "eve", "AIDAEVE");
    private static final String ALLOW_ALL = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    private static final String GET_FROM_B =
            "{'Effect':'Allow','Principal':%s,'Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Effect':'Allow','Action':'s3:Get*','Resource':'arn:aws:s3:::b/*'} | true",
                "{'Effect':'Allow','Action':'S3:GETOBJECT','Resource':'arn:aws:s3:::b/*'} | true",
                "{'Effect':'Allow','Action':'s3:GetObjec?','Resource':'*'} | true",
                "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::B/*'} | false",
                "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b*'} | true",
                "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b'} | false",
                "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:*:s3:*b/?ey'} | true",
                "{'Effect':'Allow','NotAction':'s3:Put*','Resource':'*'} | true",
                "{'Effect':'Allow','NotAction':['iam:*','s3:Get*'],'Resource':'*'} | false",
                "{'Effect':'Allow','Action':'s3:*','NotResource':'arn:aws:s3:::other*'} | true",
                "{'Effect':'Allow','Action':'s3:*','NotResource':'arn:aws:s3:::b/*'} | false",
                "{'Effect':'Allow','Action':'s3:*','NotResource':'arn:aws:s3:::${aws:nobody}/*'} | false",
                "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::${aws:nobody, 'b'}/*'} | true",
                "{'Effect':'Allow','Action':'s3:*','Resource':['arn:aws:s3:::${aws:nobody}','arn:aws:s3:::b/key']} | true",
                "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::b/${*}'} | false",
                "{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','Action':'s3:Get*','Resource':'*'} | false",
                "{'Effect':'Allow','Action':'*','Resource':'*'},{'Effect':'Deny','NotAction':'s3:*','Resource':'*'} | true",
            })
    void actionsAndResourcesAreMatched(String statements, boolean allowed) {
        assertThat(decide(List.of(statements), List.of(), List.of(), "", ANA).allowed())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'StringNotEquals':{'aws:username':'${aws:nobody}'}} | false",
                "{'StringEquals':{'aws:username':'${aws:username}'}} | true",
                "{'stringequals':{'aws:username':'ana'}} | true",
                "{'StringEqualsIgnoreCase':{'aws:username':'ANA'}} | true",
                "{'StringNotEqualsIgnoreCase':{'aws:username':'ANA'}} | false",
                "{'StringNotLike':{'aws:username':['b*','an?']}} | false",
                "{'StringNotLikeIfExists':{'k:missing':'x'}} | true",
                "{'StringEquals':{'aws:username':'ana','k:missing':'x'}} | false",
                "{'StringEquals':{'aws:username':'ana'},'Bool':{'k:bool':true}} | true",
                "{'Bool':{'k:bool':'FALSE'}} | false",
                "{'ForAnyValue:StringNotEquals':{'k:many':['one','two']}} | true",
                "{'ForAllValues:StringNotEquals':{'k:many':['one']}} | false",
                "{'ForAllValues:StringNotEquals':{'k:many':['four']}} | true",
                "{'ForAnyValue:StringLikeIfExists':{'k:missing':'x*'}} | true",
                "{'ForAnyValue:StringLike':{'k:many':'t*'}} | true",
                "{'forallvalues:StringLike':{'k:many':['o*','t*']}} | true",
                "{'NumericEquals':{'k:number':'5.0'}} | true",
                "{'NumericNotEquals':{'k:number':5}} | false",
                "{'NumericGreaterThanEquals':{'k:number':'five'}} | false",
                "{'DateGreaterThan':{'k:date':'1700000000'}} | true",
                "{'DateEquals':{'k:date':'2026-11-22T21:00:00+01:00'}} | true",
                "{'DateLessThanEquals':{'k:date':'not a date'}} | false",
                "{'IpAddress':{'k:ip6':'2001:db8::/32'}} | true",
                "{'IpAddress':{'k:ip6':'10.0.0.0/8'}} | false",
                "{'NotIpAddress':{'k:missing':'10.0.0.0/8'}} | true",
                "{'ArnLike':{'k:arn':'arn:aws:firehose:*:000000000000:deliverystream/*'}} | true",
                "{'ArnEquals':{'k:arn':'arn:aws:firehose:us-*:*:deliverystream/films'}} | true",
                "{'ArnLike':{'k:arn':'arn:aws:*:deliverystream/films'}} | false",
                "{'ArnNotLike':{'k:arn':'arn:aws:s3:::*'}} | true",
                "{'BinaryEquals':{'k:binary':'aGk='}} | true",
                "{'Null':{'k:missing':'true','aws:username':'false'}} | true",
                "{'Null':{'k:missing':false}} | false",
            })
    void conditionsHoldAsAwsDocumentsThem(String condition, boolean allowed) {
        String statement =
                "{'Effect':'Allow','Action':'*','Resource':'*','Condition':" + condition + "}";
        assertThat(decide(List.of(statement), List.of(), List.of(), "", ANA).allowed())
                .isEqualTo(allowed);
    }

    /// `own` says whether the principal's own policies allow everything.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ana      | false | '*'                                                                 | true",
                "ana      | false | {'AWS':'*'}                                                         | true",
                "ana      | false | {'AWS':'arn:aws:iam::000000000000:user/ana'}                        | false",
                "ana      | false | {'AWS':'AIDAANA'}                                                   | true",
                "ana      | false | {'AWS':'arn:aws:iam::000000000000:user/*'}                          | false",
                "ana      | false | {'AWS':'000000000000'}                                              | false",
                "ana      | true  | {'AWS':'arn:aws:iam::000000000000:root'}                            | true",
                "ana      | false | {'Service':'firehose.amazonaws.com'}                                | false",
                "session  | false | {'AWS':'arn:aws:iam::000000000000:role/team/reader'}                | false",
                "session  | false | {'AWS':'AROAREADER'}                                                | true",
                "session  | false | {'AWS':'AROAREADER:work'}                                           | true",
                "session  | false | {'AWS':'AROAREADER:other'}                                          | false",
                "stranger | true  | {'AWS':'arn:aws:iam::000000000000:user/ana'}                        | false",
                "stranger | true  | {'AWS':'111111111111'}                                              | true",
                "stranger | false | {'AWS':'111111111111'}                                              | false",
                "stranger | false | '*'                                                                 | false",
                "service  | false | {'Service':['logs.amazonaws.com','firehose.amazonaws.com']}         | true",
                "service  | false | {'AWS':'*'}                                                         | false",
                "nobody   | false | '*'                                                                 | true",
                "nobody   | false | {'AWS':'000000000000'}                                              | false",
            })
    void aResourcesPolicyNamesWhomItAllows(
            String who, boolean own, String principal, boolean allowed) {
        assertThat(
                        decide(
                                        own ? List.of(ALLOW_ALL) : List.of(),
                                        List.of(),
                                        List.of(),
                                        GET_FROM_B.formatted(principal),
                                        principal(who))
                                .allowed())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "boundary | {'AWS':'AIDAANA'}                                                    | ana     | true",
                "boundary | {'AWS':'AROAREADER'}                                                 | session | false",
                "boundary | {'AWS':'AROAREADER:work'}                                            | session | true",
                "session  | {'AWS':'AROAREADER'}                                                 | session | false",
                "session  | {'AWS':'AROAREADER:work'}                                            | session | true",
            })
    void narrowingPoliciesLeaveDirectGrantsOfAResourceAlone(
            String kind, String principal, String who, boolean allowed) {
        List<String> narrow = List.of("{'Effect':'Allow','Action':'iam:*','Resource':'*'}");
        assertThat(
                        decide(
                                        List.of(ALLOW_ALL),
                                        kind.equals("boundary") ? narrow : List.of(),
                                        kind.equals("session") ? narrow : List.of(),
                                        GET_FROM_B.formatted(principal),
                                        principal(who))
                                .allowed())
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "identity, identity-based policy",
        "boundary, permissions boundary",
        "session, session policy",
        "resource, resource-based policy"
    })
    void aDenyInAnyPolicyWins(String where, String kind) {
        String deny = "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'}";
        List<String> all = List.of(ALLOW_ALL);
        List<String> denying = List.of(ALLOW_ALL, deny);
        Decision decision =
                decide(
                        where.equals("identity") ? denying : all,
                        where.equals("boundary") ? denying : all,
                        where.equals("session") ? denying : all,
                        where.equals("resource") ? deny : "",
                        SESSION);
        assertThat(decision).isEqualTo(new Decision.DeniedBy(kind));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'AWS':'AIDAANA'}                              | ana   | true",
                "{'AWS':'AIDAANA'}                              | session | false",
                "{'AWS':'AROAREADER'}                                 | session | true",
            })
    void denyWithNotPrincipalSparesWhomItNames(String spared, String who, boolean allowed) {
        String policy =
                "{'Effect':'Deny','NotPrincipal':" + spared + ",'Action':'s3:*','Resource':'*'}";
        assertThat(
                        decide(List.of(ALLOW_ALL), List.of(), List.of(), policy, principal(who))
                                .allowed())
                .isEqualTo(allowed);
    }

    private static Principal principal(String who) {
        return switch (who) {
            case "ana" -> ANA;
            case "session" -> SESSION;
            case "stranger" -> STRANGER;
            case "service" -> new Principal.Service("firehose.amazonaws.com");
            default -> new Principal.Anonymous();
        };
    }

    private static Decision decide(
            List<String> identity,
            List<String> boundary,
            List<String> session,
            String resource,
            Principal principal) {
        Map<String, List<String>> context =
                Map.of(
                        "k:bool", List.of("true"),
                        "k:many", List.of("one", "two", "three"),
                        "k:number", List.of("5"),
                        "k:date", List.of("2026-11-22T20:00:00Z"),
                        "k:ip6", List.of("2001:db8::1"),
                        "k:arn",
                                List.of(
                                        "arn:aws:firehose:us-east-1:000000000000:deliverystream/films"),
                        "k:binary", List.of("aGk="));
        AuthorizationRequest request =
                new AuthorizationRequest(
                        principal,
                        "s3:GetObject",
                        "arn:aws:s3:::b/key",
                        SampleCircumstances.PLAIN,
                        RequestKeys.of(context),
                        ResourcePolicy.NONE,
                        OURS);
        return new PolicyEvaluation(
                        documents(identity),
                        documents(boundary).stream().findFirst(),
                        documents(session),
                        documents(resource.isEmpty() ? List.of() : List.of(resource)).stream()
                                .findFirst())
                .decide(request, new RequestContext(request, List.of(), Optional.empty()));
    }

    private static List<PolicyDocument> documents(List<String> statements) {
        return statements.isEmpty()
                ? List.of()
                : List.of(
                        PolicyDocument.parse(
                                ("{'Version':'2012-10-17','Statement':["
                                                + String.join(",", statements)
                                                + "]}")
                                        .replace('\'', '"')
                                        .replace("\"b\"}", "'b'}")));
    }
}
