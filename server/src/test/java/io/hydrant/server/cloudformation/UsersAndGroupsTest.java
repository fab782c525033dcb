package io.hydrant.server.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/// Users, groups and who is in them, out of a template: made, changed, taken away.
class UsersAndGroupsTest {
    private static final String POLICY =
            "{Version: '2012-10-17', Statement: [{Effect: Allow, Action: 's3:List*', Resource:"
                + " '*'}]}";

    private static final String TEMPLATE =
            """
            Resources:
              Crew:
                Type: AWS::IAM::Group
                Properties:
                  GroupName: crew
                  Path: /film/
                  Policies: [{PolicyName: look, PolicyDocument: %1$s}]
                  ManagedPolicyArns: ['arn:aws:iam::aws:policy/IAMReadOnlyAccess']
              Ana:
                Type: AWS::IAM::User
                Properties:
                  UserName: ana
                  Groups: [!Ref Crew]
                  Tags: [{Key: team, Value: edición}]
              Ben: {Type: AWS::IAM::User, Properties: {UserName: ben}}
              Added: {Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: !Ref Crew, Users: [!Ref Ben]}}
              OfBen: {Type: AWS::IAM::UserPolicy, Properties: {PolicyName: own, UserName: !Ref Ben, PolicyDocument: %1$s}}
              OfCrew: {Type: AWS::IAM::Policy, Properties: {PolicyName: more, Groups: [!Ref Crew], PolicyDocument: %1$s}}
            Outputs:
              Crew: {Value: !GetAtt Crew.Arn}
              Ana: {Value: !GetAtt Ana.Arn}
              OfBen: {Value: !Ref OfBen}
            """
                    .formatted(POLICY);

    @TempDir static Path data;
    private static StackServer server;
    private static IamClient iam;

    @BeforeAll
    static void start() throws Exception {
        server = new StackServer(data);
        iam = server.client(IamClient.builder().region(Region.US_EAST_1));
    }

    @AfterAll
    static void stop() throws Exception {
        iam.close();
        server.close();
    }

    @Test
    void aTemplateMakesChangesAndRemovesThem() {
        Stack stack = server.create("people", TEMPLATE);
        assertThat(stack.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(outputs(stack))
                .containsEntry("Crew", "arn:aws:iam::000000000000:group/film/crew")
                .containsEntry("Ana", "arn:aws:iam::000000000000:user/ana")
                .containsEntry("OfBen", "own|ben");
        assertThat(users()).containsExactly("ana", "ben");
        assertThat(iam.listGroupPolicies(list -> list.groupName("crew")).policyNames())
                .containsExactly("look", "more");
        assertThat(iam.listAttachedGroupPolicies(list -> list.groupName("crew")).attachedPolicies())
                .extracting(AttachedPolicy::policyName)
                .containsExactly("IAMReadOnlyAccess");
        assertThat(iam.listUserTags(list -> list.userName("ana")).tags())
                .extracting(Tag::value)
                .containsExactly("edición");

        String changed =
                TEMPLATE.replace("Groups: [!Ref Crew]\n", "Groups: []\n")
                        .replace("/film/", "/cine/")
                        .replace("Users: [!Ref Ben]", "Users: [!Ref Ben, !Ref Ana]")
                        .replace("PolicyName: look", "PolicyName: see");
        stack = server.update("people", changed);
        assertThat(stack.stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(outputs(stack))
                .containsEntry("Crew", "arn:aws:iam::000000000000:group/cine/crew");
        assertThat(iam.listGroupPolicies(list -> list.groupName("crew")).policyNames())
                .containsExactly("more", "see");
        assertThat(iam.listGroupsForUser(list -> list.userName("ben")).groups())
                .extracting(Group::groupName)
                .containsExactly("crew");

        server.client.deleteStack(delete -> delete.stackName(stack("people")));
        assertThat(server.settled(stack("people")).stackStatusAsString())
                .isEqualTo("DELETE_COMPLETE");
        assertThatThrownBy(() -> iam.getGroup(get -> get.groupName("crew")))
                .isInstanceOf(NoSuchEntityException.class);
        assertThat(iam.listUsers().users()).extracting(User::userName).doesNotContain("ana", "ben");
    }

    private static String stack(String name) {
        return server.client.listStacks().stackSummaries().stream()
                .filter(each -> each.stackName().equals(name))
                .findFirst()
                .orElseThrow()
                .stackId();
    }

    @Test
    void whatSomebodyElseHasIsNotTaken() {
        iam.createUser(user -> user.userName("eva"));
        Stack stack =
                server.create(
                        "taken",
                        "Resources: {Eva: {Type: AWS::IAM::User, Properties: {UserName: eva}}}");
        assertThat(stack.stackStatusAsString()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(iam.getUser(get -> get.userName("eva")).user().userName()).isEqualTo("eva");
    }

    @Test
    void aPasswordIsRefusedByName() {
        Stack stack =
                server.create(
                        "secret",
                        """
                        Resources:
                          Zoe: {Type: AWS::IAM::User, Properties: {LoginProfile: {Password: openSesame}}}
                        """);
        assertThat(
                        server.client
                                .describeStackEvents(events -> events.stackName("secret"))
                                .stackEvents())
                .anySatisfy(
                        event -> assertThat(event.resourceStatusReason()).contains("LoginProfile"));
        assertThat(stack.stackStatusAsString()).isEqualTo("ROLLBACK_COMPLETE");
    }

    private static List<String> users() {
        return iam.getGroup(get -> get.groupName("crew")).users().stream()
                .map(User::userName)
                .toList();
    }

    private static Map<String, String> outputs(Stack stack) {
        return stack.outputs().stream()
                .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }
}
