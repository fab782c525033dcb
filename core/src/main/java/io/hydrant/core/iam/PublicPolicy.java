package io.hydrant.core.iam;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Whether a bucket's policy is public in the sense of S3's public access block: it is, unless each
/// Allow is given to principals that are named, or under a condition that lets through none but
/// fixed values, without wildcards and variables, of who asks or from where.
final class PublicPolicy {
    /// Keys whose fixed values make a statement not public.
    private static final Set<String> FIXING = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        FIXING.addAll(
                List.of(
                        "aws:PrincipalAccount",
                        "aws:PrincipalArn",
                        "aws:PrincipalOrgID",
                        "aws:PrincipalOrgPaths",
                        "aws:SourceAccount",
                        "aws:SourceArn",
                        "aws:SourceOwner",
                        "aws:SourceVpc",
                        "aws:SourceVpce",
                        "aws:userid",
                        "s3:DataAccessPointAccount",
                        "s3:DataAccessPointArn",
                        "s3:x-amz-server-side-encryption-aws-kms-key-id"));
    }

    /// The shortest prefixes of addresses that still count as fixed.
    private static final int IPV4_BITS_MIN = 8;

    private static final int IPV6_BITS_MIN = 32;

    private PublicPolicy() {}

    static boolean is(PolicyDocument policy) {
        return policy.statements().stream()
                .filter(Statement::allow)
                .filter(statement ->
                        statement.principals().map(PublicPolicy::isEverybody).orElse(true))
                .anyMatch(statement ->
                        statement.conditions().stream().noneMatch(PublicPolicy::isFixing));
    }

    private static boolean isEverybody(PrincipalSelection principals) {
        return principals.inverted()
                || principals.entries().stream().anyMatch(entry -> entry.value().equals("*"));
    }

    /// A condition that holds when its key is missing fixes nothing.
    private static boolean isFixing(Condition condition) {
        if (condition.ifExists()
                || condition.quantifier() == Condition.Quantifier.FOR_ALL
                || condition.operator().negated()
                || condition.operator().isNull()) {
            return false;
        }
        return condition.key().equalsIgnoreCase("aws:SourceIp")
                ? condition.operator().values() == ConditionOperator.Values.ADDRESS
                        && condition.values().stream().allMatch(PublicPolicy::isNarrow)
                : FIXING.contains(condition.key())
                        && condition.values().stream().allMatch(PublicPolicy::isFixed);
    }

    private static boolean isFixed(String value) {
        return value.indexOf('*') < 0 && value.indexOf('?') < 0 && !value.contains("${");
    }

    private static boolean isNarrow(String block) {
        int slash = block.indexOf('/');
        return slash < 0
                || Integer.parseInt(block.substring(slash + 1))
                        >= (block.indexOf(':') < 0 ? IPV4_BITS_MIN : IPV6_BITS_MIN);
    }
}
