package io.hydrant.core.iam;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A role, a user or a group of users: what can be given permissions. Never changes; every update
/// makes another. `role` is there for roles only; `groups` are the names of those that a user is
/// in. Its document in the catalog is flat: it has the members of `naming` and `policies` as its
/// own.
public record Identity(
        @JsonUnwrapped Naming naming,
        @JsonUnwrapped Policies policies,
        List<Tag> tags,
        Optional<RoleSettings> role,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> groups) {
    /// How long sessions of a role may last when nothing else is said: an hour.
    public static final int SESSION_SECONDS_DEFAULT = 3_600;

    /// What only roles have. `trustPolicy` says who may assume it, with users and roles by their
    /// unique ids; [Iam#trustPolicy] shows it.
    public record RoleSettings(
            String trustPolicy, Optional<String> description, int maxSessionSeconds) {
        RoleSettings withTrust(String document) {
            return new RoleSettings(document, description, maxSessionSeconds);
        }
    }

    /// `inlineCharactersMax` bounds the inline policies' characters together, white space excluded.
    public enum Kind {
        ROLE("role", 10_240),
        USER("user", 2_048),
        GROUP("group", 5_120);

        private final String word;
        private final int inlineCharactersMax;

        Kind(String word, int inlineCharactersMax) {
            this.word = word;
            this.inlineCharactersMax = inlineCharactersMax;
        }

        /// `role`, `user` or `group`, as ARNs and error texts say it.
        public String word() {
            return word;
        }

        /// `Role`, `User` or `Group`, as names of operations and members begin.
        public String title() {
            return Character.toUpperCase(word.charAt(0)) + word.substring(1);
        }

        int inlineCharactersMax() {
            return inlineCharactersMax;
        }

        /// What unique ids of its kind begin with.
        String idPrefix() {
            return switch (this) {
                case ROLE -> "AROA";
                case USER -> "AIDA";
                case GROUP -> "AGPA";
            };
        }
    }

    /// What it is called, and since when. Its `id` is never another's.
    public record Naming(Kind kind, String name, String path, String id, Instant created) {}

    /// What it may do. `inlinePolicies` are documents by the policy's name, verbatim; `makers` are
    /// the marks of the stacks' resources on whose behalf inline policies were put.
    public record Policies(
            SortedMap<String, String> inlinePolicies,
            List<String> attachedPolicyArns,
            Optional<String> permissionsBoundary,
            Map<String, String> makers) {
        public Policies {
            inlinePolicies = Collections.unmodifiableSortedMap(new TreeMap<>(inlinePolicies));
            attachedPolicyArns = List.copyOf(attachedPolicyArns);
            makers = makers == null ? Map.of() : Map.copyOf(makers); // catalogs of old have none
        }

        private Policies with(Map<String, String> policies, Map<String, String> puts) {
            return new Policies(
                    new TreeMap<>(policies), attachedPolicyArns, permissionsBoundary, puts);
        }
    }

    public Identity {
        tags = List.copyOf(tags);
        groups = groups == null ? List.of() : List.copyOf(groups); // catalogs of old have none
    }

    /// One that has nothing but a boundary.
    static Identity of(
            Naming naming, Optional<String> boundary, List<Tag> tags, Optional<RoleSettings> role) {
        return new Identity(
                naming,
                new Policies(new TreeMap<>(), List.of(), boundary, Map.of()),
                tags,
                role,
                List.of());
    }

    public String arn(String account) {
        return "arn:aws:iam::" + account + ":" + kind().word() + path() + name();
    }

    /// @throws IllegalStateException for a user
    public RoleSettings roleSettings() {
        return role.orElseThrow(() -> new IllegalStateException(name() + " is no role"));
    }

    /// A policy that is there gets the document, and stays whose it was.
    Identity withInlinePolicy(String policyName, String document) {
        return with(policies.with(with(inlinePolicies(), policyName, document), makers()));
    }

    Identity withInlinePolicy(String policyName, String document, String maker) {
        return with(
                policies.with(
                        with(inlinePolicies(), policyName, document),
                        with(makers(), policyName, maker)));
    }

    Identity withoutInlinePolicy(String policyName) {
        return with(
                policies.with(
                        without(inlinePolicies(), policyName), without(makers(), policyName)));
    }

    private static Map<String, String> with(Map<String, String> map, String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }

    private static Map<String, String> without(Map<String, String> map, String key) {
        Map<String, String> fewer = new LinkedHashMap<>(map);
        fewer.remove(key);
        return fewer;
    }

    /// On whose behalf an inline policy was put.
    public Optional<String> maker(String policyName) {
        return Optional.ofNullable(makers().get(policyName));
    }

    Identity withAttached(List<String> arns) {
        return with(new Policies(inlinePolicies(), arns, permissionsBoundary(), makers()));
    }

    Identity withBoundary(Optional<String> boundary) {
        return with(new Policies(inlinePolicies(), attachedPolicyArns(), boundary, makers()));
    }

    private Identity with(Policies changed) {
        return new Identity(naming, changed, tags, role, groups);
    }

    /// The same identity: who is named by its id is still named.
    Identity withName(String otherName, String otherPath) {
        return new Identity(
                new Naming(kind(), otherName, otherPath, id(), created()),
                policies,
                tags,
                role,
                groups);
    }

    Identity withTags(List<Tag> changed) {
        return new Identity(naming, policies, changed, role, groups);
    }

    Identity withRole(RoleSettings settings) {
        return new Identity(naming, policies, tags, Optional.of(settings), groups);
    }

    Identity withGroups(List<String> names) {
        return new Identity(naming, policies, tags, role, names);
    }

    public Kind kind() {
        return naming.kind();
    }

    public String name() {
        return naming.name();
    }

    public String path() {
        return naming.path();
    }

    public String id() {
        return naming.id();
    }

    public Instant created() {
        return naming.created();
    }

    public SortedMap<String, String> inlinePolicies() {
        return policies.inlinePolicies();
    }

    public List<String> attachedPolicyArns() {
        return policies.attachedPolicyArns();
    }

    public Optional<String> permissionsBoundary() {
        return policies.permissionsBoundary();
    }

    private Map<String, String> makers() {
        return policies.makers();
    }
}
