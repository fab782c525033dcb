package io.hydrant.server.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.hydrant.core.meter.Measure;
import io.hydrant.core.meter.RequestMeter;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The metrics of the process, its disk, its log and its requests.
final class ProcessFamilies {
    private static final double MILLIS = 1000.0;
    private static final double NANOS = 1e9;

    private ProcessFamilies() {}

    static List<Family> of(
            Path data, RequestMeter requests, Measure forces, int connections, String version) {
        List<Family> all = new ArrayList<>();
        all.add(
                new Family.Gauge("hydrant_build_info", "1, with the version as a label")
                        .add(1, "version", version));
        all.add(
                new Family.Histogram(
                                "hydrant_log_force_seconds",
                                "How long it took to force records to the disk; each force is for one request or several")
                        .add(forces));
        all.add(new Family.Gauge("hydrant_connections", "Open connections").add(connections));
        all.add(
                new Family.Gauge("hydrant_requests_in_flight", "Requests that are being answered")
                        .add(requests.underWay()));
        addRequests(requests, all);
        addDisk(data, all);
        addProcess(all);
        return all;
    }

    private static void addRequests(RequestMeter requests, List<Family> all) {
        Family.Counter answered =
                new Family.Counter(
                        "hydrant_requests",
                        "Requests by operation and HTTP status; status 0 is that of requests without an answer");
        Family.Summary took =
                new Family.Summary(
                        "hydrant_request_duration_seconds",
                        "How long requests took, from their heads to the ends of their answers");
        requests.counts()
                .forEach((operation, counts) -> {
                    counts.byStatus()
                            .forEach((status, count) ->
                                    answered.add(
                                            count,
                                            "service",
                                            operation.service(),
                                            "operation",
                                            operation.name(),
                                            "status",
                                            Integer.toString(status)));
                    long count =
                            counts.byStatus().values().stream().mapToLong(Long::longValue).sum();
                    took.add(
                            count,
                            counts.micros() / Family.MICROS,
                            "service",
                            operation.service(),
                            "operation",
                            operation.name());
                });
        all.add(answered);
        all.add(took);
    }

    /// Nothing of a disk that does not tell.
    private static void addDisk(Path data, List<Family> all) {
        try {
            FileStore store = Files.getFileStore(data);
            all.add(
                    new Family.Gauge(
                                    "hydrant_disk_free_bytes",
                                    "Bytes that may still be written to the disk of the data directory")
                            .add(store.getUsableSpace()));
            all.add(
                    new Family.Gauge("hydrant_disk_size_bytes", "Bytes that this disk has in all")
                            .add(store.getTotalSpace()));
        } catch (IOException e) {
            System.getLogger(ProcessFamilies.class.getName())
                    .log(System.Logger.Level.DEBUG, "The disk does not tell its size", e);
        }
    }

    private static void addProcess(List<Family> all) {
        all.add(
                new Family.Gauge(
                                "process_start_time_seconds",
                                "When the process began, in seconds since 1970")
                        .add(ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS));
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system) {
            all.add(
                    new Family.Gauge("process_open_fds", "Open file descriptors")
                            .add(system.getOpenFileDescriptorCount()));
            all.add(
                    new Family.Gauge("process_max_fds", "File descriptors that may be open")
                            .add(system.getMaxFileDescriptorCount()));
            all.add(
                    new Family.Counter(
                                    "process_cpu_seconds",
                                    "Time that processors worked for the process")
                            .add(system.getProcessCpuTime() / NANOS));
        }
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        all.add(
                new Family.Gauge("jvm_memory_used_bytes", "Bytes of the heap in use")
                        .add(heap.getUsed(), "area", "heap"));
        all.add(
                new Family.Gauge(
                                "jvm_memory_committed_bytes",
                                "Bytes that the heap takes of the system")
                        .add(heap.getCommitted(), "area", "heap"));
        all.add(
                new Family.Gauge("jvm_memory_max_bytes", "Bytes that the heap may have")
                        .add(heap.getMax(), "area", "heap"));
        all.add(
                new Family.Gauge("jvm_threads_current", "Platform threads")
                        .add(ManagementFactory.getThreadMXBean().getThreadCount()));
        Family.Summary collections =
                new Family.Summary("jvm_gc_collection_seconds", "Collections of garbage");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections.add(
                    Math.max(0, collector.getCollectionCount()),
                    Math.max(0, collector.getCollectionTime()) / MILLIS,
                    "gc",
                    collector.getName());
        }
        all.add(collections);
    }
}
