package io.hydrant.core.delivery;

import io.hydrant.core.log.DurableLog;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// One stream's log and how far it is delivered: which records belong to which object, durably,
/// before any of them is put. Guarded by the lock of its stream's delivery.
final class Progress {
    private final DurableLog log;
    private final RandomGenerator random;

    /// As it is on disk.
    private Checkpoint checkpoint;

    /// Objects of the checkpoint's intents, in their order.
    private final List<ObjectDelivery> objects = new ArrayList<>();

    private OpenObject open;

    private Progress(
            DurableLog log, RandomGenerator random, Checkpoint checkpoint, OpenObject open) {
        this.log = log;
        this.random = random;
        this.checkpoint = checkpoint;
        this.open = open;
    }

    /// Takes up what the last checkpoint tells.
    static Progress resume(DurableLog log, RandomGenerator random) throws IOException {
        Checkpoint checkpoint =
                log.checkpoint().map(CheckpointDocument::read).orElse(Checkpoint.NOTHING);
        LogPoint sealed = checkpoint.sealed();
        if (log.end().position() < sealed.position()) {
            LogDamagedException damage =
                    new LogDamagedException(
                            log.directory(),
                            0,
                            "records up to position " + sealed.position(),
                            "records up to position " + log.end().position());
            log.stop(damage);
            throw damage;
        }
        OpenObject open = new OpenObject(log, sealed, log.find(sealed.position()));
        Progress progress = new Progress(log, random, checkpoint, open);
        checkpoint.intents().stream().map(ObjectDelivery::resumed).forEach(progress.objects::add);
        return progress;
    }

    DurableLog log() {
        return log;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    List<ObjectDelivery> objects() {
        return objects;
    }

    OpenObject open() {
        return open;
    }

    /// Writes down, all at once, which objects are done, which are renamed and which are begun; and
    /// gives back the disk of what is done. When writing fails nothing has changed; what cannot be
    /// given back now is given back by the next call.
    void save(DeliveryStream stream, Sealing sealing) throws IOException {
        List<ObjectDelivery> left = objects.stream().filter(object -> !object.isStored()).toList();
        List<Intent> intents = new ArrayList<>();
        for (ObjectDelivery object : left) {
            boolean isOutdated = object.isFree() && object.intent().version() != stream.version();
            intents.add(isOutdated ? object.intent().renamed(stream, random) : object.intent());
        }
        sealing.begun().forEach(object -> intents.add(object.intent()));
        Checkpoint next =
                new Checkpoint(
                        sealing.open().start(),
                        intents,
                        checkpoint.objects() + objects.size() - left.size());
        if (!next.equals(checkpoint)) {
            log.checkpoint(CheckpointDocument.write(next));
            adopt(next, left, sealing);
        }
        log.trim(next.delivered().position());
    }

    private void adopt(Checkpoint next, List<ObjectDelivery> left, Sealing sealing) {
        open = sealing.open();
        checkpoint = next;
        objects.clear();
        objects.addAll(left);
        objects.addAll(sealing.begun());
        for (int i = 0; i < objects.size(); i++) {
            objects.get(i).rename(next.intents().get(i));
        }
    }
}
