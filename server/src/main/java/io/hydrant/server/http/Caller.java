package io.hydrant.server.http;

import io.hydrant.core.iam.Principal;
import java.util.List;
import java.util.Map;

/// Who called, from where, and what condition keys that gives (`aws:SourceIp`,
/// `aws:SecureTransport`, `aws:UserAgent`, `aws:CurrentTime`, `aws:RequestedRegion` …). `region` is
/// the one the client signed for.
public record Caller(
        Principal principal,
        String accessKeyId,
        String region,
        String requestId,
        Map<String, List<String>> context) {
    public Caller {
        context = Map.copyOf(context);
    }
}
