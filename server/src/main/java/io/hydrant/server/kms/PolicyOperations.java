package io.hydrant.server.kms;

import static io.hydrant.server.kms.KmsOperation.keyId;
import static io.hydrant.server.kms.KmsOperation.silent;

import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.kms.KmsCaller;
import io.hydrant.core.kms.KmsError;
import io.hydrant.core.kms.KmsKey;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The operations about key policies. A key has one, and it is called `default`.
record PolicyOperations(Kms kms) {
    private static final String NAME = "default";

    List<JsonOperation> all() {
        return List.of(
                new KmsOperation("GetKeyPolicy", KmsShapes.GET_POLICY, this::get),
                silent("PutKeyPolicy", KmsShapes.PUT_POLICY, this::put),
                new KmsOperation("ListKeyPolicies", KmsShapes.LIST_OF_KEY, this::list));
    }

    private KmsKey permitted(
            KmsCaller caller, String action, ObjectNode request, RequestKeys keys) {
        return KeyOperations.permitted(kms, caller, action, keyId(request), false, keys);
    }

    private ObjectNode get(ObjectNode request, KmsCaller caller) {
        KmsKey key = permitted(caller, "kms:GetKeyPolicy", request, RequestKeys.NONE);
        if (!request.path("PolicyName").asString(NAME).equals(NAME)) {
            throw KmsError.NOT_FOUND.because("No such policy exists");
        }
        return KmsOperation.object().put("Policy", kms.policy(key)).put("PolicyName", NAME);
    }

    private void put(ObjectNode request, KmsCaller caller) throws IOException {
        boolean bypass = request.path("BypassPolicyLockoutSafetyCheck").asBoolean(false);
        KmsKey key = permitted(caller, "kms:PutKeyPolicy", request, KeyOperations.ofBypass(bypass));
        if (!request.path("PolicyName").asString(NAME).equals(NAME)) {
            throw KmsError.VALIDATION.because("The only policy of a key is called %s.", NAME);
        }
        kms.putPolicy(caller, key, request.path("Policy").stringValueOpt(), bypass);
    }

    private ObjectNode list(ObjectNode request, KmsCaller caller) {
        permitted(caller, "kms:ListKeyPolicies", request, RequestKeys.NONE);
        ObjectNode answer = KmsOperation.object();
        answer.putArray("PolicyNames").add(NAME);
        return answer.put("Truncated", false);
    }
}
