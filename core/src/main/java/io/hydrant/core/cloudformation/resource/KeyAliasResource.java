package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.kms.KeyAlias;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.kms.KmsCaller;
import io.hydrant.core.kms.KmsKey;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// `AWS::KMS::Alias`. Its physical id is its name.
final class KeyAliasResource implements ResourceType {
    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("AliasName", Schema.text(1, 256, "(alias/)[a-zA-Z0-9:/_-]+"))
                    .with("TargetKeyId", Schema.text(1, 256))
                    .require("AliasName", "TargetKeyId");

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::KMS::Alias",
                    "Kms",
                    PROPERTIES,
                    Set.of("AliasName"),
                    Optional.of("AliasName"),
                    Set.of(),
                    false,
                    Optional.of("AliasName"));

    private final Supplier<Kms> service;
    private final Authority authority;

    KeyAliasResource(Supplier<Kms> service, Authority authority) {
        this.service = service;
        this.authority = authority;
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure {
        Properties properties = new Properties(desired.properties());
        String name = properties.required("AliasName");
        KmsCaller caller = authority.kmsCaller(desired.actor());
        require(caller, "kms:CreateAlias", name);
        kms().permissions().require(caller, "kms:CreateAlias", target(properties));
        if (kms().aliases().find(name).isPresent()) {
            throw new ResourceFailure(
                    HandlerErrorCode.ALREADY_EXISTS,
                    "An alias with the name %s already exists".formatted(kms().names().arn(name)));
        }
        return new Claim(name, kms().newId());
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim) throws IOException {
        KmsKey target = target(new Properties(desired.properties()));
        kms().aliases().create(claim.physicalId(), target, claim.mark());
        return Map.of();
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return found(current).isPresent();
    }

    private Optional<KeyAlias> found(PhysicalResource current) {
        return kms().aliases()
                .find(current.physicalId())
                .filter(alias -> current.bears(alias.mark()));
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        KeyAlias alias =
                found(current)
                        .orElseThrow(
                                () -> ResourceFailure.notFound(DESCRIPTION, current.physicalId()));
        KmsKey target = target(new Properties(desired.properties()));
        if (!alias.keyId().equals(target.id())) {
            KmsCaller caller = authority.kmsCaller(desired.actor());
            requireOnBoth(caller, "kms:UpdateAlias", alias);
            kms().permissions().require(caller, "kms:UpdateAlias", target);
            kms().aliases().update(alias.name(), target);
        }
        return Map.of();
    }

    @Override
    public void delete(PhysicalResource current) throws IOException {
        Optional<KeyAlias> alias = found(current);
        if (alias.isPresent()) {
            requireOnBoth(authority.kmsCaller(current.actor()), "kms:DeleteAlias", alias.get());
            kms().aliases().delete(alias.get().name());
        }
    }

    /// On the alias, and on the key that it is of, unless that is gone.
    private void requireOnBoth(KmsCaller caller, String action, KeyAlias alias) {
        require(caller, action, alias.name());
        kms().find(alias.keyId())
                .ifPresent(key -> kms().permissions().require(caller, action, key));
    }

    private void require(KmsCaller caller, String action, String alias) {
        kms().permissions().require(caller, action, kms().names().arn(alias), RequestKeys.NONE);
    }

    private KmsKey target(Properties properties) {
        return kms().names().key(properties.required("TargetKeyId"));
    }

    private Kms kms() {
        return service.get();
    }
}
