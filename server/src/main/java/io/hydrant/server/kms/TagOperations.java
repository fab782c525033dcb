package io.hydrant.server.kms;

import static io.hydrant.server.kms.KmsOperation.keyId;
import static io.hydrant.server.kms.KmsOperation.silent;

import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.Tag;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.kms.KmsCaller;
import io.hydrant.core.kms.KmsKey;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// The operations about the tags of keys.
record TagOperations(Kms kms) {
    private static final int PAGE = 50;

    List<JsonOperation> all() {
        return List.of(
                silent("TagResource", KmsShapes.TAG, this::tag),
                silent("UntagResource", KmsShapes.UNTAG, this::untag),
                new KmsOperation("ListResourceTags", KmsShapes.LIST_OF_KEY, this::list));
    }

    static List<Tag> tags(ObjectNode request) {
        List<Tag> tags = new ArrayList<>();
        request.path("Tags")
                .forEach(tag ->
                        tags.add(
                                new Tag(
                                        tag.path("TagKey").stringValue(),
                                        tag.path("TagValue").stringValue())));
        return tags;
    }

    private KmsKey permitted(
            KmsCaller caller, String action, ObjectNode request, RequestKeys keys) {
        return KeyOperations.permitted(kms, caller, action, keyId(request), false, keys);
    }

    private void tag(ObjectNode request, KmsCaller caller) throws IOException {
        List<Tag> tags = tags(request);
        RequestKeys keys = RequestKeys.ofRequestTags(KeyOperations.byKey(tags));
        kms.tag(permitted(caller, "kms:TagResource", request, keys), tags);
    }

    private void untag(ObjectNode request, KmsCaller caller) throws IOException {
        Set<String> gone = new LinkedHashSet<>();
        request.path("TagKeys").forEach(key -> gone.add(key.stringValue()));
        RequestKeys keys = RequestKeys.of(Map.of("aws:TagKeys", List.copyOf(gone)));
        kms.untag(permitted(caller, "kms:UntagResource", request, keys), gone);
    }

    private ObjectNode list(ObjectNode request, KmsCaller caller) {
        KmsKey key = permitted(caller, "kms:ListResourceTags", request, RequestKeys.NONE);
        NavigableMap<String, Tag> tags = new TreeMap<>();
        key.tags().forEach(tag -> tags.put(tag.key(), tag));
        return KmsPage.of(
                request,
                PAGE,
                "Tags",
                tags,
                (list, tag) ->
                        list.addObject().put("TagKey", tag.key()).put("TagValue", tag.value()));
    }
}
