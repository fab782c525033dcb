package io.hydrant.core.iam;

/// A statement that decides a simulated request: in which policy, as the simulation names it, and
/// where in its text.
public record MatchedStatement(String policyId, String policyType, StatementPlace place) {}
