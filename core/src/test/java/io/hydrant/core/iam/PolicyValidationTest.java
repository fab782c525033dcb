package io.hydrant.core.iam;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Texts for malformed policies. In policies here `'` stands for `"`.
class PolicyValidationTest {
    private static final String FIREHOSE = "'Principal':{'Service':'firehose.amazonaws.com'}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Effect':'Allow','Action':'s3:*','Resource':'*','Effekt':1} | Syntax errors in policy.",
                "{'Effect':'Allow','Effect':'Deny','Action':'s3:*','Resource':'*'} | Syntax errors in policy.",
                "{'Effect':'Allow','Action':[1],'Resource':'*'} | Syntax errors in policy.",
                "{'Effect':'Allow','Action':'s3:*','NotAction':'s3:*','Resource':'*'} | Syntax errors in policy.",
                "{'Effect':'Allow','Action':[],'Resource':'*'} | Policy statement must contain actions.",
                "{'Effect':'Allow','Action':'s3:*','Resource':[]} | Policy statement must contain resources.",
                "{'Effect':'Allow','Action':'invalid','Resource':'*'} | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                "{'Effect':'Allow','Action':'s3:List:Bucket','Resource':'*'} | Actions/Condition can contain only one colon.",
                "{'Effect':'Allow','NotAction':['s3:*','a a:ListBucket'],'Resource':'*'} | Vendor a a is not valid",
                "{'Effect':'allow','Action':'s3:*','Resource':'*'} | The policy failed legacy parsing",
                "{'Effect':'Maybe','Action':'s3:*','Resource':'*'} | Syntax errors in policy.",
                "{'Effect':'Allow','Action':'s3:*'} | Policy statement must contain resources.",
                "{'Effect':'Allow','Action':'s3:*','Resource':'b'} | Resource b must be in ARN format or \"*\".",
                "{'Effect':'Allow','Action':'s3:*','Resource':'arn:b:s3:::x:y'} | Partition \"b\" is not valid for resource \"arn:b:s3:::x:y\".",
                "{'Effect':'Allow','Action':'s3:*','Resource':'arn:b'} | Partition \"b\" is not valid for resource \"arn:b:*:*:*:*\".",
                "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws'} | Resource vendor must be fully qualified and cannot contain regexes.",
                "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:us-east-1::b'} | Resource arn:aws:s3:us-east-1::b can not contain region information.",
                "{'Effect':'Allow','Action':'s3:*','NotResource':'arn:aws:iam:us-east-1::role/x'} | IAM resource arn:aws:iam:us-east-1::role/x cannot contain region information.",
                "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:iam:::x'} | IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.",
                "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3::b'} | The policy failed legacy parsing",
                "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws::::b'} | The policy failed legacy parsing",
                "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws2:s3:::b'} | Partition \"aws2\" is not valid for resource \"arn:aws2:s3:::b\".",
                "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':'none'} | Syntax errors in policy.",
                "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'StringIs':{'aws:userid':'b'}}} | Syntax errors in policy.",
                "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'NullIfExists':{'aws:userid':'true'}}} | Syntax errors in policy.",
                "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'StringEquals':{'aws:userid':null}}} | Syntax errors in policy.",
                "{'Sid':'a','Effect':'Allow','Action':'s3:*','Resource':'*'},{'Sid':'a','Effect':'Allow','Action':'s3:*','Resource':'*'} | Statement IDs (SID) in a single policy must be unique.",
                "{'Sid':'a b','Effect':'Allow','Action':'s3:*','Resource':'*'} | Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
            })
    void identityPoliciesAreChecked(String statements, String text) {
        refused(() -> PolicyValidation.identityPolicy(policy(statements)), text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Effect':'Allow','Action':'sts:AssumeRole'} | AssumeRole policy must contain principals.",
                "{'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole','Resource':'*'} | Has prohibited field Resource.",
                "{'Effect':'Allow','Principal':'*','Action':'s3:PutObject'} | AssumeRole policy may only specify STS AssumeRole actions.",
                "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::1:role/x'},'Action':'sts:AssumeRole'} | Invalid principal in policy: \"AWS\":\"arn:aws:iam::1:role/x\"",
                "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::000000000000:role/*'},'Action':'sts:AssumeRole'} | Invalid principal in policy: \"AWS\":\"arn:aws:iam::000000000000:role/*\"",
                "{'Effect':'Allow','Principal':{'Robot':'x'},'Action':'sts:AssumeRole'} | Invalid principal in policy: \"Robot\":\"x\"",
            })
    void trustPoliciesAreChecked(String statements, String text) {
        refused(() -> PolicyValidation.trustPolicy(policy(statements)), text);
    }

    /// As AWS does it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Effect':'Allow','Action':'s3.s:ListBucket','Resource':'arn:aws:fdsasf'}",
                "{'Effect':'Allow','Action':'iam: asdf safdsf af ','Resource':'arn:aws:s3:::b'}",
                "{'Effect':'Allow','Action':['new-service:*','*'],'Resource':['*','arn:aws:a:b:c:d:e']}",
                "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'StringEquals':{'a':'b'}}}",
                "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'StringEquals':{},'None':{}}}",
                "{'Effect':'Allow','Action':'s3:ListBucket','Resource':'arn:aws:s3:::b/*','Condition':{'StringLike':{'s3:prefix':''}}}",
                "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:us-east-1:000000000000:accesspoint/x/object/*'}",
                "{'Effect':'Allow','Action':'iam:*','Resource':['arn:aws:iam:::*','arn:aws:iam::*:user/${aws:username}']}",
                "{'Effect':'Deny','Action':'ec2:*','Resource':'*','Condition':{'StringNotEquals':{'ec2:Region':'eu-west-1'}}}",
            })
    void whatAwsAcceptsOfIdentitiesIsAccepted(String statement) {
        assertThatCode(() -> PolicyValidation.managedPolicy(policy(statement)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'Version':'2008-10-17',"})
    void aManagedPolicyIsOfTheNewestVersion(String version) {
        String old =
                json(
                        "{"
                                + version
                                + "'Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*'}}");
        refused(
                () -> PolicyValidation.managedPolicy(old),
                "Policy document must be version 2012-10-17 or greater.");
        assertThatCode(() -> PolicyValidation.identityPolicy(old)).doesNotThrowAnyException();
    }

    @Test
    void anIdIsOneText() {
        refused(
                () ->
                        PolicyValidation.managedPolicy(
                                policy("{'Effect':'Allow','Action':'s3:*','Resource':'*'}")
                                        .replaceFirst("\\{", "{\"Id\":[\"a\"],")),
                "Syntax errors in policy.");
    }

    @Test
    void halfACharacterIsInNoPolicy() {
        for (String half : List.of("\\ud800", "\\udc00\\ud800")) {
            refused(
                    () ->
                            PolicyValidation.identityPolicy(
                                    policy(
                                            "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::b/"
                                                    + half
                                                    + "'}")),
                    "Syntax errors in policy.");
            refusedByS3(
                    "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::films/"
                            + half
                            + "'}",
                    "Policies must be valid JSON and the first byte must be '{'");
        }
    }

    /// `condition` is the inside of a condition block.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'IpAddress':{'aws:SourceIp':'10.207.*.*'} | 10.207.*.* of IpAddress aws:SourceIp",
                "'NotIpAddress':{'aws:SourceIp':['10.0.0.0/8','10.0.0.0/33']} | 10.0.0.0/33 of NotIpAddress aws:SourceIp",
                "'NotIpAddress':{'aws:SourceIp':'10'} | 10 of NotIpAddress aws:SourceIp",
                "'IpAddressIfExists':{'aws:SourceIp':'localhost'} | localhost of IpAddressIfExists aws:SourceIp",
                "'IpAddress':{'aws:SourceIp':'${aws:userid}'} | ${aws:userid} of IpAddress aws:SourceIp",
                "'NumericLessThan':{'s3:max-keys':'ten'} | ten of NumericLessThan s3:max-keys",
                "'NumericEquals':{'s3:max-keys':'*'} | * of NumericEquals s3:max-keys",
                "'Bool':{'aws:SecureTransport':'no'} | no of Bool aws:SecureTransport",
                "'Bool':{'aws:SecureTransport':1} | 1 of Bool aws:SecureTransport",
                "'Null':{'aws:userid':'yes'} | yes of Null aws:userid",
                "'BinaryEquals':{'aws:userid':'%'} | % of BinaryEquals aws:userid",
                "'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::role/x'} | arn:aws:iam::role/x of ArnLike aws:PrincipalArn",
                "'ForAnyValue:ArnNotEquals':{'aws:PrincipalArn':'x'} | x of ForAnyValue:ArnNotEquals aws:PrincipalArn",
            })
    void aValueThatItsOperatorCannotReadIsRefused(String condition, String what) {
        everywhere(condition, "The value " + what + " is not one that the operator can compare.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'DateLessThan':{'aws:CurrentTime':'tomorrow'}",
                "'DateGreaterThan':{'aws:CurrentTime':['2030-01-01','2030-13-01']}",
                "'DateEqualsIfExists':{'aws:EpochTime':'-1'}",
            })
    void aDateThatIsNoneIsRefused(String condition) {
        refused(
                () -> PolicyValidation.managedPolicy(policy(allow(condition))),
                "The policy failed legacy parsing");
        refused(
                () -> PolicyValidation.trustPolicy(policy(trust(condition))),
                "The policy failed legacy parsing");
        refusedByS3(forBucket(condition), "Invalid policy syntax.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'IpAddress':{'aws:SourceIp':['10.1.2.3','10.0.0.1/8','2001:db8::/32']}",
                "'DateLessThan':{'aws:CurrentTime':['2030-01-01','2030-01-01T00:00:00Z','2030-01-01T00:00:00.5+01:00','2030-01-01T00:00:00','1700000000','9999999999999']}",
                "'NumericLessThanEquals':{'s3:signatureAge':['600',600,'-1.5']}",
                "'Bool':{'aws:SecureTransport':[true,'FALSE','${aws:PrincipalTag/tls}']}",
                "'Null':{'aws:userid':false}",
                "'BinaryEquals':{'aws:userid':'QmluYXJ5VmFsdWVJbkJhc2U2NA=='}",
                "'ArnLike':{'aws:PrincipalArn':['*','arn:aws:iam::*:role/a:b','${aws:PrincipalTag/arn}']}",
            })
    void aValueThatItsOperatorReadsIsAccepted(String condition) {
        assertThatCode(
                        () -> {
                            PolicyValidation.managedPolicy(policy(allow(condition)));
                            BucketPolicyValidation.check(policy(forBucket(condition)), "films");
                        })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3:madeup",
                "S3:object-lock-mode",
                "aws:madeup",
                "iam:madeup",
                "sts:SourceIdentity",
                "firehose:madeup",
                "cloudformation:madeup"
            })
    void aKeyThatNothingEverFillsIsRefusedByName(String key) {
        String text =
                "No request to Hydrant ever brings the condition key "
                        + key
                        + ": a policy with it could not mean what it says.";
        everywhere("'StringEquals':{'" + key + "':'x'}", text);
        everywhere("'Null':{'" + key + "':'true'}", text);
        everywhere("'StringNotLikeIfExists':{'aws:userid':'x','" + key + "':'x'}", text);
        everywhere("'StringEquals':{'aws:userid':'a${" + key + "}'}", text);
        refused(
                () ->
                        PolicyValidation.identityPolicy(
                                policy(
                                        "{'Effect':'Deny','Action':'s3:*','Resource':'arn:aws:s3:::b/${"
                                                + key
                                                + "}'}")),
                text);
    }

    @Test
    void variablesNeedTheNewVersion() {
        String old =
                policy(
                                "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::${aws:username}'}")
                        .replace("2012-10-17", "2008-10-17");
        refused(
                () -> PolicyValidation.identityPolicy(old),
                "Policy document must be version 2012-10-17 or greater.");
    }

    @Test
    void anEmptySidAndSeveralPrincipalsAreFine() {
        assertThatCode(() ->
                        PolicyValidation.trustPolicy(
                                policy(
                                        "{'Sid':'','Effect':'Allow',"
                                                + FIREHOSE
                                                + ",'Action':'sts:AssumeRole','Condition':{'StringEquals':{'sts:ExternalId':'000000000000'}}}")))
                .doesNotThrowAnyException();
    }

    @Test
    void whiteSpaceIsFreeInTheSizeOfAPolicy() {
        String resource = "arn:aws:s3:::" + "x".repeat(5_000);
        String policy = policy("{'Effect':'Allow','Action':'s3:*','Resource':'" + resource + "'}");
        int spare = 6_144 - policy.length();
        String full = policy.replace("arn:aws:s3:::", "arn:aws:s3:::" + "y".repeat(spare));
        assertThatCode(() -> PolicyValidation.managedPolicy(full + " ".repeat(1000)))
                .doesNotThrowAnyException();
        String over = full.replace("arn:aws:s3:::", "arn:aws:s3:::z");
        assertThatThrownBy(() -> PolicyValidation.managedPolicy(over))
                .hasMessage("LimitExceeded: Cannot exceed quota for PolicySize: 6144");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Effect':'Allow','Action':'s3:*','Resource':'*'} | Missing required field Principal",
                "{'Effect':'Allow','Principal':'*','Action':'s3:*'} | Missing required field Resource",
                "{'Effect':'Allow','Principal':'*','Resource':'*'} | Missing required field Action",
                "{'Effect':'Allow','Principal':'*','Action':'iam:*','Resource':'*'} | Policy has invalid action",
                "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::other/*'} | Policy has invalid resource",
                "{'Effect':'Allow','Principal':{'AWS':'nobody'},'Action':'s3:*','Resource':'*'} | Invalid principal in policy",
                "{'Effect':'allow','Principal':'*','Action':'s3:*','Resource':'*'} | Invalid policy syntax.",
                "{'Effect':'Allow','Principal':'*','Action':'s3:PutBucket','Resource':'*'} | Policy has invalid action",
                "{'Effect':'Allow','Principal':'*','Action':['s3:GetObject','s3:Nothing*'],'Resource':'*'} | Policy has invalid action",
                "{'Effect':'Allow','Principal':'*','Action':'s3:ListAllMyBuckets','Resource':'*'} | Policy has invalid action",
                "{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':['arn:aws:s3:::films/*','arn:aws:s3:::film/*']} | Policy has invalid resource",
                "{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::filmsandmore*'} | Policy has invalid resource",
                "{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:us-east-1::films/*'} | Policy has invalid resource",
                "{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws-cn:s3:::films/*'} | Policy has invalid resource",
                "{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'films/*'} | Policy has invalid resource",
                "{'Effect':'Allow','Principal':'*','Action':'s3:ListBucket','Resource':'arn:aws:s3:::films/*'} | Action does not apply to any resource(s) in statement",
                "{'Effect':'Deny','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::films'} | Action does not apply to any resource(s) in statement",
                "{'Effect':'Allow','Principal':'*','Action':['s3:GetObject','s3:ListBucket'],'Resource':'arn:aws:s3:::films/*'} | Action does not apply to any resource(s) in statement",
                "{'Effect':'Allow','Principal':'*','Action':'s3:ListB*','Resource':'arn:aws:s3:::films/?'} | Action does not apply to any resource(s) in statement",
                "{'Effect':'Allow','Principal':'*','Action':'s3:GetObject','Resource':'arn:aws:s3:::films/*','Condition':{'StringEquals':{'s3:prefix':'x'}}} | Conditions do not apply to combination of actions and resources in statement",
                "{'Effect':'Allow','Principal':'*','Action':['s3:ListBucket','s3:GetObject'],'Resource':'arn:aws:s3:::films*','Condition':{'StringEquals':{'s3:prefix':'x'}}} | Conditions do not apply to combination of actions and resources in statement",
                "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::films/*','Condition':{'StringEquals':{'s3:prefix':'x'}}} | Conditions do not apply to combination of actions and resources in statement",
                "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*','Condition':{'StringEquals':{'ec2:Region':'x'}}} | Policy has an invalid condition key",
                "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*','Condition':{'StringEquals':{'prefix':'x'}}} | Policy has an invalid condition key",
                "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*','Condition':{'StringIs':{'aws:userid':'x'}}} | Invalid Condition type : StringIs",
                "{'Effect':'Allow','Principal':{'Service':'*'},'Action':'s3:*','Resource':'*'} | Invalid principal in policy",
                "{'Effect':'Allow','Principal':{'CanonicalUser':'x'},'Action':'s3:*','Resource':'*'} | Invalid principal in policy",
            })
    void bucketPoliciesAreChecked(String statements, String text) {
        refusedByS3(statements, text);
    }

    @Test
    void aBucketPolicyHasStatements() {
        assertThatThrownBy(() -> BucketPolicyValidation.check("{}", "films"))
                .hasMessage("MalformedPolicy: Missing required field Statement");
        refusedByS3("", "Missing required field Statement");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Action':'s3:*','Resource':['arn:aws:s3:::films','arn:aws:s3:::films/*','arn:aws:s3:::film*']",
                "'Action':['s3:ListBucket','s3:GetObject'],'Resource':'arn:aws:s3:::f*s*'",
                "'Action':['s3:listbucket','s3:getobject'],'Resource':['arn:aws:s3:::films','arn:aws:s3:::films/${aws:username}/*']",
                "'Action':'s3:ListBucket','Resource':'arn:aws:s3:::${aws:PrincipalTag/bucket}'",
                "'NotAction':'s3:GetObject','Resource':'arn:aws:s3:::films'",
                "'Action':'s3:GetObject','NotResource':'arn:aws:s3:::films/public/*'",
                "'Action':'s3:*','Resource':'arn:aws:s3:::films*','Condition':{'StringLike':{'s3:prefix':'a/*'}}",
                "'Action':'s3:GetReplicationConfiguration','Resource':'arn:aws:s3:::films'",
            })
    void actionsAndResourcesOfABucketPolicyMeet(String rest) {
        assertThatCode(() ->
                        BucketPolicyValidation.check(
                                policy("{'Effect':'Deny','Principal':'*'," + rest + "}"), "films"))
                .doesNotThrowAnyException();
    }

    /// Refused with one text in policies of every kind.
    private static void everywhere(String condition, String text) {
        refused(() -> PolicyValidation.identityPolicy(policy(allow(condition))), text);
        refused(() -> PolicyValidation.managedPolicy(policy(allow(condition))), text);
        refused(() -> PolicyValidation.trustPolicy(policy(trust(condition))), text);
        refusedByS3(forBucket(condition), text);
    }

    private static String allow(String condition) {
        return "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{" + condition + "}}";
    }

    private static String trust(String condition) {
        return "{'Effect':'Allow',"
                + FIREHOSE
                + ",'Action':'sts:AssumeRole','Condition':{"
                + condition
                + "}}";
    }

    private static String forBucket(String condition) {
        return "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::films*','Condition':{"
                + condition
                + "}}";
    }

    private static String policy(String statements) {
        return json("{'Version':'2012-10-17','Statement':[" + statements + "]}");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static void refusedByS3(String statements, String text) {
        assertThatThrownBy(() -> BucketPolicyValidation.check(policy(statements), "films"))
                .isInstanceOf(ServiceException.class)
                .hasMessage("MalformedPolicy: " + text);
    }

    private static void refused(Runnable check, String text) {
        assertThatThrownBy(check::run)
                .isInstanceOf(ServiceException.class)
                .hasMessage("MalformedPolicyDocument: " + text);
    }
}
