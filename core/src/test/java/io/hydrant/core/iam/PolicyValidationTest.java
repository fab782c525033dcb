package io.hydrant.core.iam;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "{'Effect':'Allow','Action':'s3:Get:Object','Resource':'*'} | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
                "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws2:s3:::b'} | Partition \"aws2\" is not valid for resource \"arn:aws2:s3:::b\".",
                "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':'none'} | Syntax errors in policy.",
                "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'StringIs':{'aws:a':'b'}}} | Invalid Condition type : StringIs.",
                "{'Effect':'Allow','Action':'s3:*','Resource':'*','Condition':{'Bool':{'secure':'b'}}} | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
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
            })
    void bucketPoliciesAreChecked(String statements, String text) {
        assertThatThrownBy(() -> BucketPolicyValidation.check(policy(statements), "films"))
                .hasMessage("MalformedPolicy: " + text);
    }

    @Test
    void aBucketPolicyMaySpeakOfTheBucketAndItsObjects() {
        assertThatCode(() ->
                        BucketPolicyValidation.check(
                                policy(
                                        "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':['arn:aws:s3:::films','arn:aws:s3:::films/*','arn:aws:s3:::film*']}"),
                                "films"))
                .doesNotThrowAnyException();
    }

    private static String policy(String statements) {
        return ("{'Version':'2012-10-17','Statement':[" + statements + "]}").replace('\'', '"');
    }

    private static void refused(Runnable check, String text) {
        assertThatThrownBy(check::run)
                .isInstanceOf(ServiceException.class)
                .hasMessage("MalformedPolicyDocument: " + text);
    }
}
