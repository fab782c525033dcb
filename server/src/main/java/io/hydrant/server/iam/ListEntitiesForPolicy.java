package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.List;
import java.util.Optional;

/// Lists the groups, users and roles that a managed policy is attached to.
record ListEntitiesForPolicy(ManagedPolicies policies, IamAccess permissions)
        implements QueryOperation {
    /// As the model spells them.
    enum Filter {
        User,
        Role,
        Group,
        LocalManagedPolicy,
        AWSManagedPolicy
    }

    @Override
    public String name() {
        return "ListEntitiesForPolicy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String arn = input.policyArn();
        Optional<Filter> filter = input.members().oneOf("EntityFilter", Filter.class);
        Paged paged = Paged.of(input);
        input.check();
        permissions.requireOnPolicy(caller, "iam:ListEntitiesForPolicy", arn);
        policies.get(arn);
        Paged.Page<Identity> page =
                paged.cut(
                        policies.attachedTo(arn).stream()
                                .filter(identity -> isWanted(identity, filter))
                                .toList(),
                        identity -> identity.kind().word() + " " + identity.name());
        write(result, page.items(), Identity.Kind.GROUP);
        write(result, page.items(), Identity.Kind.USER);
        write(result, page.items(), Identity.Kind.ROLE);
        page.writeEnd(result);
    }

    private static boolean isWanted(Identity identity, Optional<Filter> filter) {
        return filter.map(wanted -> wanted.name().equals(identity.kind().title())).orElse(true);
    }

    private static void write(XmlWriter result, List<Identity> attached, Identity.Kind kind) {
        result.start("Policy" + kind.title() + "s");
        for (Identity identity : attached) {
            if (identity.kind() == kind) {
                result.start("member")
                        .element(kind.title() + "Name", identity.name())
                        .element(kind.title() + "Id", identity.id())
                        .end();
            }
        }
        result.end();
    }
}
