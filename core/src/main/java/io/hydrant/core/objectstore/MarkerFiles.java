package io.hydrant.core.objectstore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Writes the files of many delete markers. Each has to be forced, for it is what is left of the
/// marker when the index is lost; but a file system carries out forces together that it is asked
/// for together, so that a group of them costs hardly more than one.
final class MarkerFiles {
    /// Forces that are asked for together, and files that are open at once.
    private static final int GROUP = 16;

    private final VersionNumbers numbers;

    MarkerFiles(VersionNumbers numbers) {
        this.numbers = numbers;
    }

    /// In the order of the descriptions.
    ///
    /// @param written is told of each file that is there, also when another could not be written
    List<Manifest> write(List<BlobDescription> descriptions, Collection<String> written)
            throws IOException {
        List<Manifest> markers = new ArrayList<>();
        for (int from = 0; from < descriptions.size(); from += GROUP) {
            int to = Math.min(from + GROUP, descriptions.size());
            markers.addAll(writeGroup(descriptions.subList(from, to), written));
        }
        return markers;
    }

    private List<Manifest> writeGroup(List<BlobDescription> group, Collection<String> written)
            throws IOException {
        if (group.size() == 1) {
            Manifest only = numbers.said(group.getFirst());
            written.add(only.blob());
            return List.of(only);
        }
        List<Future<Manifest>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            group.forEach(marker -> running.add(threads.submit(() -> numbers.said(marker))));
        }
        running.stream()
                .filter(each -> each.state() == Future.State.SUCCESS)
                .forEach(each -> written.add(each.resultNow().blob()));
        List<Manifest> markers = new ArrayList<>();
        for (Future<Manifest> each : running) {
            markers.add(result(each));
        }
        return markers;
    }

    private static Manifest result(Future<Manifest> ended) throws IOException {
        if (ended.state() == Future.State.SUCCESS) {
            return ended.resultNow();
        }
        if (ended.isCancelled()) {
            throw new IOException("Interrupted while delete markers were written");
        }
        switch (ended.exceptionNow()) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
