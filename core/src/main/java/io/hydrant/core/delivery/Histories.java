package io.hydrant.core.delivery;

/// The histories of a stream's delivery and of its backup, which go by themselves. Guarded by the
/// lock of its stream's delivery.
record Histories(History delivery, History backup) {
    static Histories of(String stream) {
        return new Histories(History.ofDelivery(stream), History.ofBackup(stream));
    }

    History of(boolean isBackup) {
        return isBackup ? backup : delivery;
    }

    /// What went wrong is somebody else's now.
    void areOver() {
        delivery.isOver();
        backup.isOver();
    }
}
