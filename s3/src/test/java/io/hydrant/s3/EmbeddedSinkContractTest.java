package io.hydrant.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.objectstore.EmbeddedSink;
import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedSinkContractTest implements SinkContract {
    @TempDir Path folder;
    private Policies policies;
    private S3Store store;
    private ObjectSink sink;

    @BeforeEach
    void open() throws IOException {
        policies = Policies.in(folder);
        store =
                S3Store.open(
                        folder.resolve("s3"),
                        new RealDisk(),
                        InstantSource.system(),
                        new SplittableRandom(),
                        "us-east-1",
                        Drafts.ACCOUNT);
        store.buckets().create("films", "us-east-1");
        sink = new EmbeddedSink(store, policies.authorizer(), InstantSource.system());
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        policies.close();
    }

    @Override
    public ObjectSink sink() {
        return sink;
    }

    @Override
    public String stored(String key) throws IOException {
        ObjectVersion version =
                store.objects()
                        .find(store.buckets().get("films"), key, Optional.empty())
                        .orElseThrow();
        try (InputStream in = store.objects().read(version, 0, version.size())) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
