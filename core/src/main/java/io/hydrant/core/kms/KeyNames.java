package io.hydrant.core.kms;

import io.hydrant.aws.Arn;
import io.hydrant.aws.ServiceException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// What keys and aliases are called: ids, names and ARNs; and which key one of these means.
public final class KeyNames {
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final KmsStore store;
    private final String region;
    private final String account;
    private final InstantSource clock;

    KeyNames(KmsStore store, String region, String account, InstantSource clock) {
        this.store = store;
        this.region = region;
        this.account = account;
        this.clock = clock;
    }

    public String account() {
        return account;
    }

    String region() {
        return region;
    }

    public String arn(KmsKey key) {
        return arn("key/" + key.id());
    }

    public String arn(KeyAlias alias) {
        return arn(alias.name());
    }

    /// Of what is called so within KMS: `key/…`, `alias/…`.
    public String arn(String resource) {
        return "arn:aws:kms:" + region + ":" + account + ":" + resource;
    }

    /// The ARN that a reference means, whether or not there is such a key.
    public String arnOf(String reference) {
        return reference.startsWith("arn:")
                ? reference
                : arn(reference.startsWith(KeyAlias.PREFIX) ? reference : "key/" + reference);
    }

    /// The key of this id or ARN.
    ///
    /// @throws ServiceException NotFoundException
    public KmsKey key(String reference) {
        String resource = resource(reference);
        if (!resource.startsWith("key/")) {
            throw KmsError.NOT_FOUND.because("Invalid keyId %s", reference);
        }
        return byId(resource.substring("key/".length()));
    }

    /// The key of this id or ARN, or of an alias by its name or ARN.
    ///
    /// @throws ServiceException NotFoundException
    public KmsKey keyOrAlias(String reference) {
        String resource = resource(reference);
        return resource.startsWith(KeyAlias.PREFIX)
                ? byId(alias(resource).keyId())
                : byId(resource.substring("key/".length()));
    }

    /// @throws ServiceException NotFoundException
    KeyAlias alias(String name) {
        return store.alias(name)
                .orElseThrow(() -> KmsError.NOT_FOUND.because("Alias %s is not found.", arn(name)));
    }

    private String resource(String reference) {
        if (reference.startsWith(KeyAlias.PREFIX)) {
            return reference;
        }
        if (!reference.startsWith("arn:")) {
            return "key/" + reference;
        }
        Arn arn = parsed(reference);
        if (!arn.service().equals("kms") || !arn.region().equals(region)) {
            throw KmsError.NOT_FOUND.because("Invalid arn %s", arn.region());
        }
        boolean isKnown =
                arn.resource().startsWith("key/") || arn.resource().startsWith(KeyAlias.PREFIX);
        if (!isKnown) {
            throw KmsError.INVALID_ARN.because("Invalid ARN %s", reference);
        }
        if (!arn.account().equals(account)) {
            throw KmsError.NOT_FOUND.because("Key '%s' does not exist", reference);
        }
        return arn.resource();
    }

    private static Arn parsed(String reference) {
        try {
            return Arn.parse(reference);
        } catch (IllegalArgumentException e) {
            throw KmsError.INVALID_ARN.because("Invalid ARN %s", reference);
        }
    }

    private KmsKey byId(String id) {
        if (!ID.matcher(id).matches()) {
            throw KmsError.NOT_FOUND.because("Invalid keyId '%s'", id);
        }
        return existing(id)
                .orElseThrow(() ->
                        KmsError.NOT_FOUND.because("Key '%s' does not exist", arn("key/" + id)));
    }

    /// Unless its time is over.
    Optional<KmsKey> existing(String id) {
        return store.key(id).filter(key -> !key.isOver(clock.instant()));
    }

    /// @throws ServiceException KMSInvalidStateException
    void requireNotLeaving(KmsKey key) {
        if (key.state() == KmsKey.State.PENDING_DELETION) {
            throw KmsError.INVALID_STATE.because("%s is pending deletion.", arn(key));
        }
    }
}
