package io.hydrant.server.ssm;

import io.hydrant.core.iam.Authorization;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.server.http.protocol.JsonOperation;
import io.hydrant.server.http.protocol.JsonService;
import java.util.ArrayList;
import java.util.List;

/// The operations of `AmazonSSM` that are served: those of the parameter store.
public final class SsmOperations {
    private SsmOperations() {}

    public static JsonService service(ParameterStore store, Authorization authorizer) {
        return JsonService.part(
                "Systems Manager", "ssm", "AmazonSSM", () -> all(store, authorizer));
    }

    private static List<JsonOperation> all(ParameterStore store, Authorization authorizer) {
        SsmAccess access = new SsmAccess(store, authorizer);
        ParameterDescriptions shown = new ParameterDescriptions(store.names());
        List<JsonOperation> all = new ArrayList<>();
        all.addAll(new ValueOperations(store, access, shown).all());
        all.addAll(new ListingOperations(store, access, shown).all());
        all.addAll(new MarkOperations(store, access).all());
        return all;
    }
}
