package io.hydrant.server.http.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An AWS Query service: signed as `signingName`, or told by `Version=<version>` when the request
/// is not signed; answers in XML of `namespace`.
public record QueryService(
        String signingName,
        String version,
        String namespace,
        Map<String, QueryOperation> operations) {
    public QueryService {
        operations = Map.copyOf(operations);
    }

    public static QueryService cloudFormation(List<QueryOperation> operations) {
        return of(
                "cloudformation",
                "2010-05-15",
                "http://cloudformation.amazonaws.com/doc/2010-05-15/",
                operations);
    }

    public static QueryService iam(List<QueryOperation> operations) {
        return of("iam", "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/", operations);
    }

    public static QueryService sts(List<QueryOperation> operations) {
        return of("sts", "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/", operations);
    }

    public static QueryService of(
            String signingName, String version, String namespace, List<QueryOperation> operations) {
        Map<String, QueryOperation> byName = new HashMap<>();
        operations.forEach(operation -> byName.put(operation.name(), operation));
        return new QueryService(signingName, version, namespace, byName);
    }
}
