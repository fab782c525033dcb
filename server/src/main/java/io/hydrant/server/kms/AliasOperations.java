package io.hydrant.server.kms;

import static io.hydrant.server.kms.KmsOperation.silent;

import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.kms.KeyAlias;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.kms.KmsCaller;
import io.hydrant.core.kms.KmsKey;
import io.hydrant.server.http.protocol.JsonOperation;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// The operations about aliases. Each asks for the permission on the alias, by the caller's own
/// policies, and on the keys that it is of, by theirs.
record AliasOperations(Kms kms) {
    private static final int PAGE = 50;

    List<JsonOperation> all() {
        return List.of(
                silent("CreateAlias", KmsShapes.ALIAS, this::create),
                silent("UpdateAlias", KmsShapes.ALIAS, this::update),
                silent("DeleteAlias", KmsShapes.DELETE_ALIAS, this::delete),
                new KmsOperation("ListAliases", KmsShapes.LIST_ALIASES, this::list));
    }

    private String name(KmsCaller caller, String action, ObjectNode request) {
        String name = request.path("AliasName").stringValue();
        kms.permissions().require(caller, action, kms.names().arn(name), RequestKeys.NONE);
        return name;
    }

    private KmsKey target(KmsCaller caller, String action, ObjectNode request) {
        String reference = request.path("TargetKeyId").stringValue();
        return KeyOperations.permitted(kms, caller, action, reference, false, RequestKeys.NONE);
    }

    private void create(ObjectNode request, KmsCaller caller) throws IOException {
        String name = name(caller, "kms:CreateAlias", request);
        kms.aliases().create(name, target(caller, "kms:CreateAlias", request), kms.newId());
    }

    private void update(ObjectNode request, KmsCaller caller) throws IOException {
        String name = name(caller, "kms:UpdateAlias", request);
        KmsKey target = target(caller, "kms:UpdateAlias", request);
        requireOnPresent(caller, "kms:UpdateAlias", name);
        kms.aliases().update(name, target);
    }

    private void delete(ObjectNode request, KmsCaller caller) throws IOException {
        String name = name(caller, "kms:DeleteAlias", request);
        requireOnPresent(caller, "kms:DeleteAlias", name);
        kms.aliases().delete(name);
    }

    private void requireOnPresent(KmsCaller caller, String action, String name) {
        Optional<KmsKey> present =
                kms.aliases().find(name).flatMap(alias -> kms.find(alias.keyId()));
        present.ifPresent(key -> kms.permissions().require(caller, action, key));
    }

    private ObjectNode list(ObjectNode request, KmsCaller caller) {
        kms.permissions().require(caller, "kms:ListAliases", "*", RequestKeys.NONE);
        Optional<String> key =
                request.path("KeyId")
                        .stringValueOpt()
                        .map(reference -> kms.names().key(reference).id());
        NavigableMap<String, KeyAlias> aliases = new TreeMap<>(kms.aliases().all());
        aliases.values().removeIf(alias -> key.isPresent() && !alias.keyId().equals(key.get()));
        return KmsPage.of(
                request,
                PAGE,
                "Aliases",
                aliases,
                (list, alias) ->
                        list.addObject()
                                .put("AliasArn", kms.names().arn(alias))
                                .put("AliasName", alias.name())
                                .put("CreationDate", KeyMetadata.seconds(alias.created()))
                                .put("LastUpdatedDate", KeyMetadata.seconds(alias.updated()))
                                .put("TargetKeyId", alias.keyId()));
    }
}
