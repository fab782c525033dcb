package io.hydrant.server.kms;

import static io.hydrant.server.kms.KmsOperation.keyId;
import static io.hydrant.server.kms.KmsOperation.silent;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.Tag;
import io.hydrant.core.kms.KeyPermissions;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.kms.KmsCaller;
import io.hydrant.core.kms.KmsError;
import io.hydrant.core.kms.KmsKey;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// The operations about keys themselves: made, described, switched, deleted, and their rotation.
record KeyOperations(Kms kms) {
    private static final int WINDOW_DEFAULT = 30;
    private static final int WINDOW_MIN = 7;
    private static final int WINDOW_MAX = 30;
    private static final int PERIOD_DEFAULT = 365;
    private static final int PAGE = 100;

    List<JsonOperation> all() {
        return List.of(
                new KmsOperation("CreateKey", KmsShapes.CREATE_KEY, this::create),
                new KmsOperation("DescribeKey", KmsShapes.DESCRIBE_KEY, this::describe),
                new KmsOperation("ListKeys", KmsShapes.LIST, this::list),
                silent(
                        "EnableKey",
                        KmsShapes.KEY,
                        (request, caller) ->
                                kms.enable(permitted(caller, "kms:EnableKey", request), true)),
                silent(
                        "DisableKey",
                        KmsShapes.KEY,
                        (request, caller) ->
                                kms.enable(permitted(caller, "kms:DisableKey", request), false)),
                silent(
                        "UpdateKeyDescription",
                        KmsShapes.UPDATE_DESCRIPTION,
                        (request, caller) ->
                                kms.describe(
                                        permitted(caller, "kms:UpdateKeyDescription", request),
                                        request.path("Description").stringValue())),
                new KmsOperation(
                        "ScheduleKeyDeletion", KmsShapes.SCHEDULE_DELETION, this::schedule),
                new KmsOperation("CancelKeyDeletion", KmsShapes.KEY, this::cancel),
                silent("EnableKeyRotation", KmsShapes.ENABLE_ROTATION, this::enableRotation),
                silent(
                        "DisableKeyRotation",
                        KmsShapes.KEY,
                        (request, caller) ->
                                kms.rotate(
                                        permitted(caller, "kms:DisableKeyRotation", request),
                                        Optional.empty())),
                new KmsOperation("GetKeyRotationStatus", KmsShapes.KEY, this::rotationStatus));
    }

    /// The key that a request names by its id or ARN, once the caller may do this.
    private KmsKey permitted(KmsCaller caller, String action, ObjectNode request) {
        return permitted(kms, caller, action, keyId(request), false, RequestKeys.NONE);
    }

    /// Who may not do it at all does not learn whether there is such a key.
    static KmsKey permitted(
            Kms kms,
            KmsCaller caller,
            String action,
            String reference,
            boolean mayBeAlias,
            RequestKeys more) {
        KmsKey key;
        try {
            key = mayBeAlias ? kms.names().keyOrAlias(reference) : kms.names().key(reference);
        } catch (ServiceException missing) {
            kms.permissions()
                    .require(caller, action, kms.names().arnOf(reference), RequestKeys.NONE);
            throw missing;
        }
        kms.permissions()
                .require(caller, action, key, KeyPermissions.ofReference(reference).and(more));
        return key;
    }

    private ObjectNode create(ObjectNode request, KmsCaller caller) throws IOException {
        refuseOthers(request);
        List<Tag> tags = TagOperations.tags(request);
        boolean bypass = request.path("BypassPolicyLockoutSafetyCheck").asBoolean(false);
        RequestKeys keys = RequestKeys.ofRequestTags(byKey(tags)).and(ofBypass(bypass));
        kms.permissions().require(caller, "kms:CreateKey", "*", keys);
        if (!tags.isEmpty()) {
            kms.permissions().require(caller, "kms:TagResource", kms.names().arn("key/*"), keys);
        }
        KmsKey key =
                kms.create(
                        caller,
                        new Kms.NewKey(
                                request.path("Description").asString(""),
                                request.path("Policy").stringValueOpt(),
                                tags),
                        bypass);
        ObjectNode answer = KmsOperation.object();
        answer.set("KeyMetadata", KeyMetadata.of(key, kms));
        return answer;
    }

    static RequestKeys ofBypass(boolean bypass) {
        return RequestKeys.of(
                Map.of("kms:BypassPolicyLockoutSafetyCheck", List.of(Boolean.toString(bypass))));
    }

    static Map<String, String> byKey(List<Tag> tags) {
        Map<String, String> byKey = new LinkedHashMap<>();
        tags.forEach(tag -> byKey.put(tag.key(), tag.value()));
        return byKey;
    }

    /// Hydrant has symmetric keys of its own making and no others.
    private static void refuseOthers(ObjectNode request) {
        refuseUnless(request, "KeyUsage", "ENCRYPT_DECRYPT");
        refuseUnless(request, "KeySpec", KeyMetadata.ALGORITHM);
        refuseUnless(request, "CustomerMasterKeySpec", KeyMetadata.ALGORITHM);
        refuseUnless(request, "Origin", "AWS_KMS");
        for (String member : List.of("CustomKeyStoreId", "XksKeyId")) {
            if (request.has(member)) {
                throw KmsError.UNSUPPORTED_OPERATION.because(
                        "Hydrant does not support %s of a key.", member);
            }
        }
        if (request.path("MultiRegion").asBoolean(false)) {
            throw KmsError.UNSUPPORTED_OPERATION.because(
                    "Hydrant does not support keys of several regions.");
        }
    }

    private static void refuseUnless(ObjectNode request, String member, String known) {
        String given = request.path(member).asString(known);
        if (!given.equals(known)) {
            throw KmsError.UNSUPPORTED_OPERATION.because(
                    "Hydrant does not support keys of %s %s; it supports %s.",
                    member, given, known);
        }
    }

    private ObjectNode describe(ObjectNode request, KmsCaller caller) {
        KmsKey key =
                permitted(kms, caller, "kms:DescribeKey", keyId(request), true, RequestKeys.NONE);
        ObjectNode answer = KmsOperation.object();
        answer.set("KeyMetadata", KeyMetadata.of(key, kms));
        return answer;
    }

    private ObjectNode list(ObjectNode request, KmsCaller caller) {
        kms.permissions().require(caller, "kms:ListKeys", "*", RequestKeys.NONE);
        NavigableMap<String, KmsKey> keys = new TreeMap<>();
        kms.keys().forEach(key -> keys.put(key.id(), key));
        return KmsPage.of(
                request,
                PAGE,
                "Keys",
                keys,
                (list, key) ->
                        list.addObject()
                                .put("KeyArn", kms.names().arn(key))
                                .put("KeyId", key.id()));
    }

    private ObjectNode schedule(ObjectNode request, KmsCaller caller) throws IOException {
        KmsKey key = permitted(caller, "kms:ScheduleKeyDeletion", request);
        int days = request.path("PendingWindowInDays").asInt(WINDOW_DEFAULT);
        if (days < WINDOW_MIN || days > WINDOW_MAX) {
            throw KmsError.VALIDATION.because(
                    "PendingWindowInDays must be between %d and %d", WINDOW_MIN, WINDOW_MAX);
        }
        KmsKey leaving = kms.scheduleDeletion(key, days);
        ObjectNode answer = KmsOperation.object();
        answer.put("KeyId", kms.names().arn(leaving));
        answer.put("DeletionDate", KeyMetadata.seconds(leaving.deletion().orElseThrow()));
        answer.put("KeyState", leaving.state().wireName());
        answer.put("PendingWindowInDays", days);
        return answer;
    }

    private ObjectNode cancel(ObjectNode request, KmsCaller caller) throws IOException {
        KmsKey key = kms.cancelDeletion(permitted(caller, "kms:CancelKeyDeletion", request));
        return KmsOperation.object().put("KeyId", kms.names().arn(key));
    }

    private void enableRotation(ObjectNode request, KmsCaller caller) throws IOException {
        kms.rotate(
                permitted(caller, "kms:EnableKeyRotation", request),
                Optional.of(request.path("RotationPeriodInDays").asInt(PERIOD_DEFAULT)));
    }

    /// The keys of services have new material every year in AWS, and none here.
    private ObjectNode rotationStatus(ObjectNode request, KmsCaller caller) {
        KmsKey key = permitted(caller, "kms:GetKeyRotationStatus", request);
        ObjectNode answer = KmsOperation.object();
        boolean isOn = key.rotation().isPresent() && key.state() != KmsKey.State.PENDING_DELETION;
        answer.put("KeyId", key.id());
        answer.put("KeyRotationEnabled", isOn);
        if (isOn) {
            KmsKey.Rotation rotation = key.rotation().orElseThrow();
            answer.put("RotationPeriodInDays", rotation.periodDays());
            answer.put("NextRotationDate", KeyMetadata.seconds(rotation.next()));
        }
        return answer;
    }
}
