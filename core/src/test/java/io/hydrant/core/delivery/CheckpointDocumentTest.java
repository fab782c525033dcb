package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.delivery.body.Encoding;
import io.hydrant.core.delivery.body.Part;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.format.RawFormat;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.transform.Partition;
import io.hydrant.core.transform.Processors;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckpointDocumentTest {
    private static final Instant ARRIVAL = Instant.ofEpochMilli(1784122876093L);

    private static Intent intent(Encoding encoding) {
        return new Intent(
                Part.whole(new LogSpan(new LogPoint(1000, 100_000), new LogPoint(1200, 120_000))),
                ARRIVAL,
                CutReason.SIZE,
                3,
                "bucket",
                "2026/films-3-…",
                encoding,
                Optional.empty());
    }

    private static Checkpoint checkpoint(Encoding encoding) {
        return new Checkpoint(
                new LogPoint(1200, 120_000),
                Map.of(),
                List.of(intent(encoding)),
                Optional.empty(),
                Optional.empty(),
                11,
                Expired.NOTHING,
                Optional.empty());
    }

    @Test
    void whatIsWrittenIsRead() {
        for (CompressionFormat compression : CompressionFormat.values()) {
            Checkpoint checkpoint =
                    checkpoint(
                            new Encoding(
                                    List.of(Processors.of("AppendDelimiterToRecord", Map.of())),
                                    new RawFormat(compression)));
            assertThat(CheckpointDocument.read(CheckpointDocument.write(checkpoint)))
                    .isEqualTo(checkpoint);
        }
    }

    @Test
    void whatPartitionsNeedIsReadAsItWasWritten() {
        Encoding plain = new Encoding(List.of(), RawFormat.UNCOMPRESSED);
        Intent whole = intent(plain);
        LogSpan span = new LogSpan(new LogPoint(900, 90_000), new LogPoint(1190, 119_000));
        Partition failed = Partition.failed("processing-failed");
        Intent part =
                new Intent(
                        new Part(span, failed, 20, 1500),
                        ARRIVAL,
                        CutReason.AGE,
                        3,
                        "bucket",
                        "errors/…",
                        plain,
                        Optional.of("arn:aws:kms:us-east-1:000000000000:key/a"));
        Checkpoint checkpoint =
                new Checkpoint(
                        new LogPoint(880, 88_000),
                        Map.of(failed, span.end(), new Partition("año=2026"), span.start()),
                        List.of(whole, part),
                        Optional.of(new Transformed(new LogPoint(7, 70), 5, 50, 6, 1, 2)),
                        Optional.of(new LogPoint(3, 30)),
                        11,
                        Expired.NOTHING.plus(
                                List.of(
                                        Expired.Range.of(part.part(), ARRIVAL, false),
                                        Expired.Range.of(whole.part(), ARRIVAL, true))),
                        Optional.empty());
        assertThat(CheckpointDocument.read(CheckpointDocument.write(checkpoint)))
                .isEqualTo(checkpoint);
        assertThat(checkpoint.delivered()).isEqualTo(new LogPoint(880, 88_000));
    }

    @Test
    void whatVersion2WroteIsTakenUp() {
        String document =
                """
                {"version":2,"sealed":{"position":1200,"bytes":120000},"objects":11,"intents":[\
                {"start":{"position":1000,"bytes":100000},"end":{"position":1200,"bytes":120000},\
                "oldestArrivalMillis":1784122876093,"reason":"size","version":3,"bucket":"bucket",\
                "key":"2026/films-3-…","processors":[],\
                "format":{"kind":"raw","compression":"GZIP"}}]}\
                """;
        assertThat(read(document))
                .isEqualTo(
                        checkpoint(new Encoding(List.of(), new RawFormat(CompressionFormat.GZIP))));
    }

    @Test
    void whatVersion1WroteIsTakenUp() {
        String document =
                """
                {"sealed":{"position":1200,"bytes":120000},"objects":11,"intents":[\
                {"start":{"position":1000,"bytes":100000},"end":{"position":1200,"bytes":120000},\
                "oldestArrivalMillis":1784122876093,"reason":"size","version":3,"bucket":"bucket",\
                "key":"2026/films-3-…","format":"Snappy"}]}\
                """;
        assertThat(read(document))
                .isEqualTo(
                        checkpoint(
                                new Encoding(List.of(), new RawFormat(CompressionFormat.SNAPPY))));
    }

    @Test
    void whatThisVersionDoesNotKnowIsNotTakenForSomethingElse() {
        String document =
                new String(
                        CheckpointDocument.write(
                                checkpoint(
                                        new Encoding(
                                                List.of(
                                                        Processors.of(
                                                                "AppendDelimiterToRecord",
                                                                Map.of())),
                                                RawFormat.UNCOMPRESSED))),
                        StandardCharsets.UTF_8);
        assertThatThrownBy(() ->
                        read(document.replace("\"version\":6,\"sealed", "\"version\":7,\"sealed")))
                .hasMessageContaining("version 7");
        assertThatThrownBy(() -> read(document.replace("AppendDelimiterToRecord", "Shuffle")))
                .hasMessageContaining("the processor Shuffle");
        assertThatThrownBy(() -> read(document.replace("\"raw\"", "\"parquet\"")))
                .hasMessageContaining("the format parquet");
    }

    private static Checkpoint read(String document) {
        return CheckpointDocument.read(document.getBytes(StandardCharsets.UTF_8));
    }
}
