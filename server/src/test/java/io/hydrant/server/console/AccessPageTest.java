package io.hydrant.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.kms.KmsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Users, roles and policies in a browser, and what they may do.
class AccessPageTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ATTACK = "<img src=x onerror=window.caught=1>";
    private static final String POLICY =
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": "s3:*",
                  "Resource": "arn:aws:s3:::zoo/*"
                },
                {
                  "Effect": "Deny",
                  "Action": "s3:DeleteObject",
                  "Resource": "arn:aws:s3:::zoo/*",
                  "Condition": {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}
                }
              ]
            }\
            """;

    @TempDir static Path data;
    private static RunningConsole console;

    @BeforeAll
    static void start() throws IOException {
        console = new RunningConsole(data);
        console.account.s3.createBucket(create -> create.bucket("zoo"));
        console.account.user("ana");
        console.account.iam.putUserPolicy(
                put -> put.userName("ana").policyName("zoo").policyDocument(POLICY));
        console.account.iam.createRole(create ->
                create.roleName("delivery")
                        .description(ATTACK)
                        .assumeRolePolicyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Sid":"Trust","Effect":"Allow","Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
                                """));
        console.account.iam.attachRolePolicy(attach ->
                attach.roleName("delivery")
                        .policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    @Test
    void whoThereIsIsShownWithPoliciesKeysAndTrust() {
        Browser browser = console.asRoot("#/access");
        browser.seeText("delivery").click("ana");
        browser.seeText("arn:aws:iam::000000000000:user/ana")
                .seeText("active")
                .seeText("\"Action\": \"s3:*\"");
        browser.place("#/access").click("delivery");
        browser.seeText("Who may take this role.").seeText("\"Sid\": \"Trust\"");
        browser.click("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
        browser.seeText("Attached to").seeText("s3-object-lambda:Get*").click("delivery");
        browser.seeText("Trust policy");
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void keysAreShownWithTheirAliasesAndStates() {
        try (KmsClient kms = console.account.client(KmsClient.builder(), console.account.root())) {
            String key = kms.createKey(make -> make.description(ATTACK)).keyMetadata().keyId();
            kms.createAlias(make -> make.aliasName("alias/zoo").targetKeyId(key));
            kms.disableKey(of -> of.keyId(key));
            Browser browser = console.asRoot("#/access").click("Encryption keys");
            browser.seeText("key/" + key).seeText("alias/zoo").seeText("disabled").seeText(ATTACK);
            Pages.areUnharmed(browser);
        }
    }

    @Test
    void theStatementThatDecidesIsMarked() {
        Browser browser = console.asRoot("#/access/users/ana").click("May it…?");
        ask(browser, "s3:PutObject", "arn:aws:s3:::zoo/a");
        browser.seeText("These statements allow it:")
                .seeText("user_ana_zoo (IAM Policy), lines 3 to 8:");
        assertThat(marked(browser))
                .startsWith("{\n")
                .contains("\"Allow\"")
                .doesNotContain("\"Deny\"")
                .endsWith("}");

        ask(browser, "s3:DeleteObject", "arn:aws:s3:::zoo/a");
        browser.seeText("These statements deny it")
                .seeText("asked for by statements about it: aws:SourceIp");
        assertThat(marked(browser)).contains("\"Deny\"").doesNotContain("\"Allow\"");
        browser.type("aws:SourceIp", "10.1.2.3").click("Ask").seeText("These statements allow it:");

        ask(browser, "firehose:PutRecord", "");
        browser.seeText("No statement allows it.");
        ask(browser, "s3:Put*", "").seeText("without wildcards");
    }

    @Test
    void aBucketsOwnPolicyCountsToo() {
        console.account.s3.createBucket(create -> create.bucket("shared"));
        console.account.s3.putBucketPolicy(put ->
                put.bucket("shared")
                        .policy(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:user/ana"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::shared/*"}]}\
                                """));
        Browser browser = console.asRoot("#/access/users/ana").click("May it…?");
        ask(browser, "s3:GetObject", "arn:aws:s3:::shared/a");
        browser.seeText("ResourcePolicy (Resource Policy), line 1:");
        assertThat(marked(browser)).startsWith("{\"Effect\":\"Allow\",\"Principal\"");
    }

    /// The page on users is where they are explained and tried; here they are offered.
    @Test
    void theReadyPoliciesAreThoseOfThePageOnUsers() throws IOException {
        Path page = Path.of("..", "docs", "operations", "users.md");
        Map<String, JsonNode> written = new TreeMap<>();
        Matcher blocks =
                Pattern.compile("```json (\\w+)\\.json\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(page));
        while (blocks.find()) {
            written.put(blocks.group(1), JSON.readTree(blocks.group(2)));
        }
        Object offered =
                console.fresh()
                        .bypassPolicy(true)
                        .visit(console.address())
                        .runAwaiting(
                                """
                                const { READY, TRUST, textOf } = await import("/_hydrant/console/access/ready.js");
                                const values = { stream: "movies-netflix", bucket: "movies-netflix-000000000000",
                                    prefix: "movies/", names: "team-", region: "us-east-1", account: "000000000000" };
                                const all = { trust: JSON.parse(TRUST.firehose(values.account)) };
                                for (const policy of [...READY.user, ...READY.role]) {
                                    all[policy.name] = JSON.parse(textOf(policy, values));
                                }
                                return JSON.stringify(all);
                                """);
        assertThat(JSON.readTree(String.valueOf(offered))).isEqualTo(JSON.valueToTree(written));
    }

    @Test
    void aUserIsMadeWithWhatItsJobTakes() {
        Browser browser = console.asRoot("#/access").click("New user");
        browser.type("Name", "sender").type("Stream", "films").seeText("deliverystream/films");
        browser.click("Create the user").seeText("The user sender is made.");
        Pages.areOpen(browser);
        String[] lines = browser.see(".policy pre").getText().split("\n", -1);
        AwsCredentials key =
                AwsBasicCredentials.create(
                        lines[2].replaceFirst(".*=", ""), lines[3].replaceFirst("^[^=]*=", ""));
        browser.click("To the page of sender")
                .seeText("firehose:PutRecordBatch")
                .seeText(key.accessKeyId());
        assertThat(decision("user/sender", "firehose:PutRecord", "films")).isEqualTo("allowed");
        assertThat(decision("user/sender", "firehose:PutRecord", "other"))
                .isEqualTo("implicitDeny");
        console.fresh();
        console.signIn(key).seeText("There is no delivery stream that this key may see.");
    }

    private static String decision(String principal, String action, String stream) {
        return console.account
                .iam
                .simulatePrincipalPolicy(simulate ->
                        simulate.policySourceArn("arn:aws:iam::000000000000:" + principal)
                                .actionNames(action)
                                .resourceArns(
                                        "arn:aws:firehose:us-east-1:000000000000:deliverystream/"
                                                + stream))
                .evaluationResults()
                .getFirst()
                .evalDecisionAsString();
    }

    @Test
    void whatIsHalfMadeIsGoneOnWithAndNameAndWordsOfTheServerAreText() {
        AwsCredentials maker = console.account.user("maker");
        console.account.iam.putUserPolicy(put ->
                put.userName("maker")
                        .policyName("half")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:CreateRole","Resource":"*"}]}\
                                """));
        console.fresh();
        Browser browser = console.signIn(maker).place("#/access/new/role");
        browser.type("Name", "half").type("Bucket", "zoo").click("Create the role");
        browser.seeText("half is made, but not complete.").seeText("iam:PutRolePolicy");
        console.account.iam.putUserPolicy(put ->
                put.userName("maker")
                        .policyName("whole")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"*"}]}\
                                """));
        browser.click("Create the role").seeText("The role half is made.");
        assertThat(
                        console.account
                                .iam
                                .getRolePolicy(get -> get.roleName("half").policyName("delivery"))
                                .policyDocument())
                .contains("s3%3APutObject");
        browser.place("#/access/new/" + "%3Cimg%20src=x%20onerror=window.caught=1%3E")
                .seeText("There is no such page");
        Pages.areUnharmed(browser);
    }

    @Test
    void aStrangersTextIsNeverMarkup() {
        Browser browser = console.asRoot("#/access").seeText(ATTACK);
        browser.click("delivery").seeText("Trust policy").seeText(ATTACK);
        browser.place("#/access/simulator").seeText("Resources");
        ask(
                        browser.place(
                                "#/access/simulator?principal="
                                        + "arn:aws:iam::000000000000:user/ana"),
                        ATTACK,
                        ATTACK)
                .seeText("Invalid action name");
        Pages.areUnharmed(browser);
    }

    @Test
    void whoMayLittleIsToldWhichPermissionIsMissing() {
        Browser browser = console.fresh();
        console.signIn(console.account.user("visitor"));
        browser.place("#/access")
                .seeText("iam:ListUsers")
                .seeText("iam:ListRoles")
                .seeText("iam:ListPolicies");
        browser.place("#/access/simulator").seeText("The ARN: you may not list users and roles.");
        browser.type("User or role", "arn:aws:iam::000000000000:user/ana");
        ask(browser, "s3:GetObject", "").seeText("iam:SimulatePrincipalPolicy");
    }

    @Test
    void thePagesAreForEverybody() {
        Browser browser = console.asRoot("#/access");
        for (String scheme : List.of("light", "dark")) {
            for (int width : List.of(360, 1440)) {
                browser.colours(scheme).size(width);
                browser.place("#/access").seeText("AdministratorAccess");
                Pages.areOpen(browser);
                browser.place("#/access/new/user").seeText("firehose:PutRecordBatch");
                Pages.areOpen(browser);
                browser.place("#/access/users/ana").seeText("\"s3:*\"").click("May it…?");
                ask(browser, "s3:PutObject", "arn:aws:s3:::zoo/a").seeText("lines 3 to 8");
                Pages.areOpen(browser);
            }
        }
    }

    private static Browser ask(Browser browser, String actions, String resources) {
        return browser.type("Actions", actions).type("Resources", resources).click("Ask");
    }

    private static String marked(Browser browser) {
        return String.valueOf(
                browser.run(
                        "return [...document.querySelectorAll('mark')].map(one => one.textContent).join('|')"));
    }
}
