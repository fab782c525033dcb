package io.hydrant.core.log;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.DiskRoom;
import io.hydrant.core.disk.WriteBuffers;
import io.hydrant.core.meter.Meters;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What all logs of a server share.
record LogParts(
        Disk disk,
        InstantSource clock,
        RandomGenerator random,
        DiskRoom room,
        WriteBuffers buffers,
        OpenLogs openLogs,
        InvocationFilter invocations,
        LogSettings settings,
        Meters meters,
        LogSeals seals) {}
