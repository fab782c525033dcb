package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.Tag;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.kms.KmsCaller;
import io.hydrant.core.kms.KmsKey;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// `AWS::KMS::Key`. Its id is the mark as well. Deleting it schedules its deletion, as in AWS:
/// until then it can be called back.
final class KeyResource implements ResourceType {
    private static final int WINDOW_DEFAULT = 30;
    private static final int PERIOD_DEFAULT = 365;
    private static final String SYMMETRIC = "SYMMETRIC_DEFAULT";

    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("BypassPolicyLockoutSafetyCheck", new Schema.Truth())
                    .with("Description", Schema.text(0, 8192))
                    .with("EnableKeyRotation", new Schema.Truth())
                    .with("Enabled", new Schema.Truth())
                    .with("KeyPolicy", new Schema.Document())
                    .with("KeySpec", Schema.text())
                    .with("KeyUsage", Schema.text())
                    .with("MultiRegion", new Schema.Truth())
                    .with("Origin", Schema.text())
                    .with("PendingWindowInDays", new Schema.WholeNumber(7, 30))
                    .with("RotationPeriodInDays", new Schema.WholeNumber(90, 2560))
                    .with("Tags", Schema.tags());

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::KMS::Key",
                    "Kms",
                    PROPERTIES,
                    Set.of("KeySpec", "KeyUsage", "MultiRegion", "Origin"),
                    Optional.empty(),
                    Set.of("Arn", "KeyId"),
                    true,
                    Optional.of("KeyId"));

    private final Supplier<Kms> service;
    private final Authority authority;

    KeyResource(Supplier<Kms> service, Authority authority) {
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
        requireSymmetric(properties, "KeySpec", SYMMETRIC);
        requireSymmetric(properties, "KeyUsage", "ENCRYPT_DECRYPT");
        requireSymmetric(properties, "Origin", "AWS_KMS");
        if (properties.truth("MultiRegion")) {
            throw unsupported("MultiRegion true");
        }
        KmsCaller caller = authority.kmsCaller(desired.actor());
        RequestKeys keys =
                RequestKeys.ofRequestTags(Properties.tags(desired))
                        .and(
                                RequestKeys.of(
                                        Map.of(
                                                "kms:BypassPolicyLockoutSafetyCheck",
                                                List.of(Boolean.toString(bypass(properties))))));
        kms().permissions().require(caller, "kms:CreateKey", "*", keys);
        if (!Properties.tags(desired).isEmpty()) {
            kms().permissions()
                    .require(caller, "kms:TagResource", kms().names().arn("key/*"), keys);
        }
        String id = kms().newId();
        return new Claim(id, id);
    }

    private static void requireSymmetric(Properties properties, String name, String known)
            throws ResourceFailure {
        String given = properties.text(name).orElse(known);
        if (!given.equals(known)) {
            throw unsupported(name + " " + given);
        }
    }

    private static ResourceFailure unsupported(String what) {
        return new ResourceFailure(
                HandlerErrorCode.INVALID_REQUEST,
                "Hydrant does not support keys of %s.".formatted(what));
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        Properties properties = new Properties(desired.properties());
        KmsKey key =
                kms().create(
                                authority.kmsCaller(desired.actor()),
                                new Kms.NewKey(
                                        properties.text("Description").orElse(""),
                                        properties.document("KeyPolicy"),
                                        tags(desired)),
                                bypass(properties),
                                claim.mark());
        updateStates(desired.actor(), key, properties);
        return attributes(key);
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return found(current).isPresent();
    }

    /// One that is about to be deleted is gone for its stack.
    private Optional<KmsKey> found(PhysicalResource current) {
        return kms().find(current.physicalId())
                .filter(key -> key.state() != KmsKey.State.PENDING_DELETION);
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        KmsKey key =
                found(current)
                        .orElseThrow(
                                () -> ResourceFailure.notFound(DESCRIPTION, current.physicalId()));
        Properties after = new Properties(desired.properties());
        KmsCaller caller = authority.kmsCaller(desired.actor());
        String description = after.text("Description").orElse("");
        if (!key.description().equals(description)) {
            kms().permissions().require(caller, "kms:UpdateKeyDescription", key);
            kms().describe(key, description);
        }
        if (current.mayDiffer("KeyPolicy", after)) {
            kms().permissions().require(caller, "kms:PutKeyPolicy", key);
            kms().putPolicy(caller, key, after.document("KeyPolicy"), bypass(after));
        }
        updateTags(caller, key, desired);
        updateStates(desired.actor(), key, after);
        return attributes(key);
    }

    private void updateTags(KmsCaller caller, KmsKey key, DesiredResource desired)
            throws IOException {
        Map<String, String> now = Properties.tags(desired);
        Set<String> gone =
                key.tags().stream()
                        .map(Tag::key)
                        .filter(tag -> !now.containsKey(tag))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!gone.isEmpty()) {
            RequestKeys keys = RequestKeys.of(Map.of("aws:TagKeys", List.copyOf(gone)));
            kms().permissions().require(caller, "kms:UntagResource", key, keys);
            kms().untag(key, gone);
        }
        if (!key.tags().containsAll(tags(desired))) {
            kms().permissions()
                    .require(caller, "kms:TagResource", key, RequestKeys.ofRequestTags(now));
            kms().tag(key, tags(desired));
        }
    }

    /// Rotation is set while the key is enabled: a disabled one refuses it.
    private void updateStates(Actor actor, KmsKey key, Properties wanted) throws IOException {
        KmsCaller caller = authority.kmsCaller(actor);
        Optional<Integer> period =
                wanted.truth("EnableKeyRotation")
                        ? Optional.of(wanted.number("RotationPeriodInDays").orElse(PERIOD_DEFAULT))
                        : Optional.empty();
        boolean isEnabled = key.state() == KmsKey.State.ENABLED;
        if (!key.rotation().map(KmsKey.Rotation::periodDays).equals(period)) {
            isEnabled = switched(caller, key, isEnabled, true);
            String action = period.isPresent() ? "kms:EnableKeyRotation" : "kms:DisableKeyRotation";
            kms().permissions().require(caller, action, key);
            kms().rotate(key, period);
        }
        switched(caller, key, isEnabled, !wanted.has("Enabled") || wanted.truth("Enabled"));
    }

    private boolean switched(KmsCaller caller, KmsKey key, boolean was, boolean isToBe)
            throws IOException {
        if (was != isToBe) {
            kms().permissions().require(caller, isToBe ? "kms:EnableKey" : "kms:DisableKey", key);
            kms().enable(key, isToBe);
        }
        return isToBe;
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        Optional<KmsKey> key = found(current);
        if (key.isEmpty()) {
            return;
        }
        int days =
                current.properties().stream()
                        .flatMap(given -> given.number("PendingWindowInDays").stream())
                        .findFirst()
                        .orElse(WINDOW_DEFAULT);
        kms().permissions()
                .require(
                        authority.kmsCaller(current.actor()), "kms:ScheduleKeyDeletion", key.get());
        kms().scheduleDeletion(key.get(), days);
    }

    private Kms kms() {
        return service.get();
    }

    private static boolean bypass(Properties properties) {
        return properties.truth("BypassPolicyLockoutSafetyCheck");
    }

    private static List<Tag> tags(DesiredResource desired) {
        return Properties.tags(desired).entrySet().stream()
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList();
    }

    private Map<String, String> attributes(KmsKey key) {
        return Map.of("Arn", kms().names().arn(key), "KeyId", key.id());
    }
}
