package io.hydrant.core.iam;

import java.util.List;

/// Who makes a request, once authenticated.
public sealed interface Principal {
    /// The twelve-digit account; empty for [Anonymous] and [Service].
    String account();

    /// As error texts and `aws:PrincipalArn` name it; for a role session the `sts` ARN.
    String arn();

    /// The account's root user: allowed everything unless a resource policy denies it.
    record Root(String account) implements Principal {
        @Override
        public String arn() {
            return "arn:aws:iam::" + account + ":root";
        }
    }

    record User(String account, String path, String name, String id) implements Principal {
        @Override
        public String arn() {
            return "arn:aws:iam::" + account + ":user" + path + name;
        }
    }

    /// An assumed role. `sessionPolicies` are JSON documents that narrow what the role's own
    /// policies allow.
    record RoleSession(
            String account,
            String rolePath,
            String roleName,
            String roleId,
            String sessionName,
            List<String> sessionPolicies)
            implements Principal {
        public RoleSession {
            sessionPolicies = List.copyOf(sessionPolicies);
        }

        /// A session of a role that another IAM has, which decides what it may. Here nothing is
        /// known of it, and no policy of a role of the same name counts for it.
        public static RoleSession ofElsewhere(
                String account, String rolePath, String roleName, String sessionName) {
            return new RoleSession(account, rolePath, roleName, "", sessionName, List.of());
        }

        /// Whether the role is one of this server's.
        public boolean isOwn() {
            return !roleId.isEmpty();
        }

        @Override
        public String arn() {
            return "arn:aws:sts::" + account + ":assumed-role/" + roleName + "/" + sessionName;
        }

        public String roleArn() {
            return "arn:aws:iam::" + account + ":role" + rolePath + roleName;
        }
    }

    /// An AWS service that acts of its own, such as `firehose.amazonaws.com` when it assumes a
    /// delivery role.
    record Service(String name) implements Principal {
        @Override
        public String account() {
            return "";
        }

        @Override
        public String arn() {
            return name;
        }
    }

    /// A request without credentials: only a resource policy can allow it anything.
    record Anonymous() implements Principal {
        @Override
        public String account() {
            return "";
        }

        @Override
        public String arn() {
            return "anonymous";
        }
    }
}
