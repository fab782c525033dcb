package io.hydrant.server.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.PolicyGroup;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;
import software.amazon.awssdk.services.iam.model.User;

/// Groups as the AWS SDK for Java sees them: what a group may do, its users may, as long as they
/// are in it.
class GroupsTest {
    private static final String LIST_USERS =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*"}]}\
            """;
    private static final String NO_USERS =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:ListUsers","Resource":"*"}]}\
            """;

    @TempDir Path folder;
    private RunningIam server;
    private IamClient root;

    @BeforeEach
    void start() throws IOException {
        server = new RunningIam(folder);
        root = server.iam(RunningIam.ROOT);
    }

    @AfterEach
    void stop() throws IOException {
        root.close();
        server.close();
    }

    @Test
    void whatAGroupMayItsUsersMay() {
        Group made = root.createGroup(group -> group.groupName("Readers").path("/team/")).group();
        assertThat(made.arn()).isEqualTo("arn:aws:iam::123456789012:group/team/Readers");
        assertThat(made.groupId()).startsWith("AGPA").hasSize(21);
        IamClient ana = user("ana");
        root.putGroupPolicy(
                put -> put.groupName("Readers").policyName("look").policyDocument(LIST_USERS));
        assertThatThrownBy(ana::listUsers).isInstanceOf(IamException.class);

        root.addUserToGroup(add -> add.groupName("Readers").userName("ana"));
        root.addUserToGroup(add -> add.groupName("readers").userName("Ana"));
        assertThat(ana.listUsers().users()).extracting(User::userName).containsExactly("ana");
        assertThat(root.getGroup(get -> get.groupName("Readers")).users())
                .extracting(User::userName)
                .containsExactly("ana");
        assertThat(root.listGroupsForUser(list -> list.userName("ana")).groups())
                .extracting(Group::groupName)
                .containsExactly("Readers");

        root.updateGroup(
                update -> update.groupName("Readers").newGroupName("Lookers").newPath("/"));
        assertThat(root.listGroups(list -> list.pathPrefix("/team/")).groups()).isEmpty();
        assertThat(root.listGroups().groups())
                .extracting(Group::arn)
                .containsExactly("arn:aws:iam::123456789012:group/Lookers");
        assertThat(ana.listUsers().users()).as("its users stay in it").hasSize(1);

        root.removeUserFromGroup(remove -> remove.groupName("Lookers").userName("ana"));
        assertThatThrownBy(ana::listUsers).isInstanceOf(IamException.class);
        ana.close();
    }

    @Test
    void aDenyOfOneGroupWinsOverWhatAnotherAllows() {
        IamClient ben = user("ben");
        for (String name : new String[] {"yes", "no"}) {
            root.createGroup(group -> group.groupName(name));
            root.addUserToGroup(add -> add.groupName(name).userName("ben"));
        }
        String arn =
                root.createPolicy(policy -> policy.policyName("look").policyDocument(LIST_USERS))
                        .policy()
                        .arn();
        root.attachGroupPolicy(attach -> attach.groupName("yes").policyArn(arn));
        assertThat(ben.listUsers().users()).hasSize(1);
        assertThat(root.listEntitiesForPolicy(list -> list.policyArn(arn)).policyGroups())
                .extracting(PolicyGroup::groupName)
                .containsExactly("yes");
        EvaluationResult allowed = simulated("ben");
        assertThat(allowed.evalDecisionAsString()).isEqualTo("allowed");
        assertThat(allowed.matchedStatements().getFirst().sourcePolicyId()).isEqualTo("look");

        root.putGroupPolicy(
                put -> put.groupName("no").policyName("never").policyDocument(NO_USERS));
        assertThatThrownBy(ben::listUsers).hasMessageContaining("explicit deny");
        EvaluationResult denied = simulated("ben");
        assertThat(denied.evalDecisionAsString()).isEqualTo("explicitDeny");
        assertThat(denied.matchedStatements().getFirst().sourcePolicyId())
                .isEqualTo("group_no_never");
        ben.close();
    }

    private EvaluationResult simulated(String user) {
        return root.simulatePrincipalPolicy(simulation ->
                        simulation
                                .policySourceArn("arn:aws:iam::123456789012:user/" + user)
                                .actionNames("iam:ListUsers"))
                .evaluationResults()
                .getFirst();
    }

    @Test
    void whatIsInUseIsNotDeleted() {
        user("eva").close();
        root.createGroup(group -> group.groupName("crew"));
        root.addUserToGroup(add -> add.groupName("crew").userName("eva"));
        refused(() -> root.deleteGroup(delete -> delete.groupName("crew")), "DeleteConflict");
        root.listAccessKeys(list -> list.userName("eva"))
                .accessKeyMetadata()
                .forEach(key ->
                        root.deleteAccessKey(
                                delete -> delete.userName("eva").accessKeyId(key.accessKeyId())));
        refused(() -> root.deleteUser(delete -> delete.userName("eva")), "DeleteConflict");
        root.removeUserFromGroup(remove -> remove.groupName("crew").userName("eva"));
        root.deleteUser(delete -> delete.userName("eva"));
        root.deleteGroup(delete -> delete.groupName("crew"));
        assertThat(root.getAccountSummary().summaryMap()).containsEntry(SummaryKeyType.GROUPS, 0);
    }

    @Test
    void whatCannotBeIsRefused() {
        root.createGroup(group -> group.groupName("crew"));
        refused(() -> root.createGroup(group -> group.groupName("CREW")), "EntityAlreadyExists");
        refused(
                () -> root.addUserToGroup(add -> add.groupName("crew").userName("nobody")),
                "NoSuchEntity");
        refused(() -> root.getGroup(get -> get.groupName("other")), "NoSuchEntity");
        root.createGroup(group -> group.groupName("other"));
        refused(
                () -> root.updateGroup(update -> update.groupName("other").newGroupName("crew")),
                "EntityAlreadyExists");
        user("zoe").close();
        for (int i = 0; i < 10; i++) {
            String name = "g" + i;
            root.createGroup(group -> group.groupName(name));
            root.addUserToGroup(add -> add.groupName(name).userName("zoe"));
        }
        refused(
                () -> root.addUserToGroup(add -> add.groupName("crew").userName("zoe")),
                "LimitExceeded");
    }

    /// A client of a new user without permissions.
    private IamClient user(String name) {
        root.createUser(user -> user.userName(name));
        AccessKey key = root.createAccessKey(create -> create.userName(name)).accessKey();
        return server.iam(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
    }

    private static void refused(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        IamException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }
}
