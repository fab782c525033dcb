package io.hydrant.core.cloudformation.resource;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A type that is made when a template first has it: a server that starts loads nothing of it.
final class OnDemand implements ResourceType {
    private final String name;
    private final Supplier<ResourceType> maker;
    private volatile @Nullable ResourceType made;

    OnDemand(String name, Supplier<ResourceType> maker) {
        this.name = name;
        this.maker = maker;
    }

    @Override
    public String name() {
        return name;
    }

    /// Two of them would do no harm.
    private ResourceType type() {
        return Optional.ofNullable(made)
                .orElseGet(() -> {
                    ResourceType type = maker.get();
                    made = type;
                    return type;
                });
    }

    @Override
    public ResourceDescription description() {
        return type().description();
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure, IOException {
        return type().prepare(desired);
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException {
        return type().create(desired, claim);
    }

    @Override
    public boolean stands(PhysicalResource current) throws IOException {
        return type().stands(current);
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException {
        return type().update(current, desired);
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure, IOException {
        type().delete(current);
    }
}
