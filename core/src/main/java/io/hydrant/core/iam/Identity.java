package io.hydrant.core.iam;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A role or a user: who can be given permissions. Never changes; every update makes another.
/// `inlinePolicies` are documents by the policy's name, verbatim; `makers` are the marks of the
/// stacks' resources on whose behalf inline policies were put; `role` is there for roles only.
public record Identity(
        Kind kind,
        String name,
        String path,
        String id,
        Instant created,
        SortedMap<String, String> inlinePolicies,
        List<String> attachedPolicyArns,
        Optional<String> permissionsBoundary,
        List<Tag> tags,
        Optional<RoleSettings> role,
        Map<String, String> makers) {
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
        USER("user", 2_048);

        private final String word;
        private final int inlineCharactersMax;

        Kind(String word, int inlineCharactersMax) {
            this.word = word;
            this.inlineCharactersMax = inlineCharactersMax;
        }

        /// `role` or `user`, as ARNs and error texts say it.
        public String word() {
            return word;
        }

        /// `Role` or `User`, as names of operations and members begin.
        public String title() {
            return Character.toUpperCase(word.charAt(0)) + word.substring(1);
        }

        int inlineCharactersMax() {
            return inlineCharactersMax;
        }
    }

    public Identity {
        inlinePolicies = Collections.unmodifiableSortedMap(new TreeMap<>(inlinePolicies));
        attachedPolicyArns = List.copyOf(attachedPolicyArns);
        tags = List.copyOf(tags);
        makers = makers == null ? Map.of() : Map.copyOf(makers); // catalogs of old have none
    }

    public String arn(String account) {
        return "arn:aws:iam::" + account + ":" + kind.word() + path + name;
    }

    /// @throws IllegalStateException for a user
    public RoleSettings roleSettings() {
        return role.orElseThrow(() -> new IllegalStateException(name + " is no role"));
    }

    private Identity with(Map<String, String> policies, Map<String, String> puts) {
        return new Identity(
                kind,
                name,
                path,
                id,
                created,
                new TreeMap<>(policies),
                attachedPolicyArns,
                permissionsBoundary,
                tags,
                role,
                puts);
    }

    /// A policy that is there gets the document, and stays whose it was.
    Identity withInlinePolicy(String policyName, String document) {
        Map<String, String> more = new LinkedHashMap<>(inlinePolicies);
        more.put(policyName, document);
        return with(more, makers);
    }

    Identity withInlinePolicy(String policyName, String document, String maker) {
        Map<String, String> more = new LinkedHashMap<>(makers);
        more.put(policyName, maker);
        return withInlinePolicy(policyName, document).with(more);
    }

    private Identity with(Map<String, String> puts) {
        return with(inlinePolicies, puts);
    }

    Identity withoutInlinePolicy(String policyName) {
        Map<String, String> fewer = new LinkedHashMap<>(inlinePolicies);
        fewer.remove(policyName);
        Map<String, String> fewerMakers = new LinkedHashMap<>(makers);
        fewerMakers.remove(policyName);
        return with(fewer, fewerMakers);
    }

    /// On whose behalf an inline policy was put.
    public Optional<String> maker(String policyName) {
        return Optional.ofNullable(makers.get(policyName));
    }

    Identity withAttached(List<String> arns) {
        return new Identity(
                kind,
                name,
                path,
                id,
                created,
                inlinePolicies,
                arns,
                permissionsBoundary,
                tags,
                role,
                makers);
    }

    Identity withBoundary(Optional<String> boundary) {
        return new Identity(
                kind,
                name,
                path,
                id,
                created,
                inlinePolicies,
                attachedPolicyArns,
                boundary,
                tags,
                role,
                makers);
    }

    /// The same identity: who is named by its id is still named.
    Identity withName(String otherName, String otherPath) {
        return new Identity(
                kind,
                otherName,
                otherPath,
                id,
                created,
                inlinePolicies,
                attachedPolicyArns,
                permissionsBoundary,
                tags,
                role,
                makers);
    }

    Identity withTags(List<Tag> changed) {
        return new Identity(
                kind,
                name,
                path,
                id,
                created,
                inlinePolicies,
                attachedPolicyArns,
                permissionsBoundary,
                changed,
                role,
                makers);
    }

    Identity withRole(RoleSettings settings) {
        return new Identity(
                kind,
                name,
                path,
                id,
                created,
                inlinePolicies,
                attachedPolicyArns,
                permissionsBoundary,
                tags,
                Optional.of(settings),
                makers);
    }
}
