package io.hydrant.core.delivery;

import static io.hydrant.core.stream.SampleStreams.s3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.DeliveryStreamsSchema;
import io.hydrant.core.stream.StreamCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The worked examples of Firehose's object names. `U` stands for a UUID, `R` for a random string.
class ObjectKeyTest {
    private static final String UUID_PATTERN =
            "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final String REQUIREMENT =
            "`Prefix`:`data/input/firehose/streams/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}`,`ErrorOutputPrefix`:`data/input/firehose/error`";

    @TempDir Path directory;
    private final SplittableRandom random = new SplittableRandom(7);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "`X`:1 | 2018-08-27T10:30:15.9Z | 2018/08/27/10/orders-1-2018-08-27-10-30-15-U",
                "`Prefix`:`` | 2018-08-27T10:30:15.9Z | 2018/08/27/10/orders-1-2018-08-27-10-30-15-U",
                "`Prefix`:`logs/` | 2018-08-27T10:30:15.9Z | logs/2018/08/27/10/orders-1-2018-08-27-10-30-15-U",
                "`Prefix`:`logs` | 2018-08-27T10:30:15.9Z | logs2018/08/27/10/orders-1-2018-08-27-10-30-15-U",
                "`Prefix`:`dt=!{timestamp:yyyy-MM-dd}/h=!{timestamp:HH}/`,`ErrorOutputPrefix`:`e`,`CompressionFormat`:`GZIP` | 2018-08-27T10:30:15.9Z | dt=2018-08-27/h=10/orders-1-2018-08-27-10-30-15-U.gz",
                "`Prefix`:`p/!{timestamp:'year='yyyy'/month='MM'/'}`,`ErrorOutputPrefix`:`e` | 2018-08-27T10:30:15.9Z | p/year=2018/month=08/orders-1-2018-08-27-10-30-15-U",
                "`Prefix`:`r=!{firehose:random-string}/!{timestamp:yyyy}/`,`ErrorOutputPrefix`:`e` | 2018-08-27T10:30:15.9Z | r=R/2018/orders-1-2018-08-27-10-30-15-U",
                "`Prefix`:`!{firehose:random-string}/!{firehose:random-string}/`,`ErrorOutputPrefix`:`e` | 2018-08-27T10:30:15.9Z | R/R/2018/08/27/10/orders-1-2018-08-27-10-30-15-U",
                "`CustomTimeZone`:`Asia/Tokyo` | 2024-01-15T20:20:30Z | 2024/01/16/05/orders-1-2024-01-16-05-20-30-U",
                "`X`:1 | 2024-01-15T10:59:58Z | 2024/01/15/10/orders-1-2024-01-15-10-59-58-U",
                "`FileExtension`:`.json`,`CompressionFormat`:`GZIP` | 2024-01-15T10:20:30Z | 2024/01/15/10/orders-1-2024-01-15-10-20-30-U.json",
                "`FileExtension`:``,`CompressionFormat`:`ZIP` | 2024-01-15T10:20:30Z | 2024/01/15/10/orders-1-2024-01-15-10-20-30-U.zip",
                "`CompressionFormat`:`HADOOP_SNAPPY` | 2024-01-15T10:20:30Z | 2024/01/15/10/orders-1-2024-01-15-10-20-30-U.snappy",
                "`Prefix`:`!{timestamp:EEE, MMM d}/`,`ErrorOutputPrefix`:`e` | 2024-01-15T10:20:30Z | Mon, Jan 15/orders-1-2024-01-15-10-20-30-U",
                "`Prefix`:`!{timestamp:YYYY/DDD}/`,`ErrorOutputPrefix`:`e` | 2024-12-30T10:20:30Z | 2025/365/orders-1-2024-12-30-10-20-30-U",
                "`Prefix`:`/a!b{c}` | 2024-01-15T10:20:30Z | /a!b{c}2024/01/15/10/orders-1-2024-01-15-10-20-30-U",
                REQUIREMENT
                        + " | 2024-01-15T10:20:30Z | data/input/firehose/streams/year=2024/month=01/day=15/hour=10orders-1-2024-01-15-10-20-30-U",
            })
    void keysOfRecords(String members, Instant oldestArrival, String expected) throws IOException {
        assertMatches(key(stream(members), oldestArrival), expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "`X`:1 | processing-failed/2024/01/15/10/orders-1-2024-01-15-10-20-30-U",
                "`ErrorOutputPrefix`:``,`CompressionFormat`:`GZIP` | processing-failed/2024/01/15/10/orders-1-2024-01-15-10-20-30-U",
                "`Prefix`:`retries/` | retries/processing-failed/2024/01/15/10/orders-1-2024-01-15-10-20-30-U",
                "`Prefix`:`retries` | retriesprocessing-failed/2024/01/15/10/orders-1-2024-01-15-10-20-30-U",
                "`ErrorOutputPrefix`:`e/!{firehose:error-output-type}/` | e/processing-failed/orders-1-2024-01-15-10-20-30-U",
                "`ErrorOutputPrefix`:`e/x` | e/xorders-1-2024-01-15-10-20-30-U",
                "`Prefix`:`a/!{timestamp:yyyy}/`,`ErrorOutputPrefix`:`e/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/` | e/processing-failed/2024/01/15/orders-1-2024-01-15-10-20-30-U",
                REQUIREMENT + " | data/input/firehose/errororders-1-2024-01-15-10-20-30-U",
            })
    void keysOfRecordsThatFailed(String members, String expected) throws IOException {
        Instant oldestArrival = Instant.parse("2024-01-15T10:20:30Z");

        DeliveryStream stream = stream(members);

        assertMatches(
                ObjectKey.errorKey(stream, s3(stream), "processing-failed", oldestArrival, random),
                expected);
    }

    private String key(DeliveryStream stream, Instant oldestArrival) {
        return ObjectKey.key(stream, s3(stream), oldestArrival, random);
    }

    @Test
    void noTwoKeysAreTheSame() throws IOException {
        DeliveryStream stream = stream("`X`:1");
        Instant time = Instant.parse("2024-01-15T10:20:30Z");

        assertThat(key(stream, time)).isNotEqualTo(key(stream, time));
    }

    /// Creation knows how long a key can become: it refuses the first prefix whose longest key is
    /// one byte too long, and the longest that it takes never gives a key that S3 would refuse.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "!{timestamp:EEEE d MMMM yyyy}",
                "!{timestamp:H:m:s n a}",
                "!{timestamp:zzzz QQQQ D}",
                "!{timestamp:B}",
                "!{firehose:random-string}",
            })
    void noPrefixThatIsTakenGivesAKeyThatIsTooLong(String expression) throws IOException {
        String end = "`,`ErrorOutputPrefix`:`e`,`CustomTimeZone`:`America/St_Johns`";
        DeliveryStream longest = stream("`X`:1");
        int taken = 250;
        int refused = 330;
        while (refused - taken > 1) {
            int between = (taken + refused) / 2;
            try {
                longest = stream("`Prefix`:`" + "語".repeat(between) + expression + end);
                taken = between;
            } catch (ServiceException tooLong) {
                assertThat(tooLong.getMessage()).contains("S3 takes 1024 at most");
                refused = between;
            }
        }
        assertThat(taken).isBetween(251, 328);

        int most = 0;
        for (int day = 0; day < 365; day++) {
            for (int hour = 0; hour < 24; hour++) {
                Instant time =
                        Instant.parse("2027-01-01T00:59:58.999999999Z")
                                .plus(Duration.ofHours(24L * day + hour));
                String key = key(longest, time);
                most = Math.max(most, key.getBytes(StandardCharsets.UTF_8).length);
            }
        }
        // Version 2147483647 and .hsnappy would take 17 bytes more than version 1 and nothing.
        assertThat(most).isBetween(1_024 - 17 - 2, 1_024 - 17);
    }

    @ParameterizedTest
    @CsvSource({
        "`Prefix`:`%s`, Prefix",
        "`ErrorOutputPrefix`:`%s`, ErrorOutputPrefix",
        "`S3BackupConfiguration`:{`RoleARN`:`arn:aws:iam::000000000000:role/r`;`BucketARN`:`arn:aws:s3:::b`;`Prefix`:`%s`}, Prefix"
    })
    void aPrefixWhoseKeysCouldNotBeStoredIsRefused(String member, String name) {
        String members = member.replace(';', ',').formatted("語".repeat(512));

        assertThatThrownBy(() -> stream(members))
                .hasMessageContaining("Object keys with this " + name + " can have ");
    }

    private static void assertMatches(String key, String expected) {
        String pattern =
                ("\\Q" + expected + "\\E")
                        .replace("-U", "-\\E" + UUID_PATTERN + "\\Q")
                        .replace("R/", "\\E[0-9a-f-]{11}\\Q/");
        assertThat(key).matches(pattern);
    }

    /// A stream with these members, in which a backtick stands for `"`.
    private DeliveryStream stream(String members) throws IOException {
        String request =
                ("{`DeliveryStreamName`:`orders`,`ExtendedS3DestinationConfiguration`:{`RoleARN`:`arn:aws:iam::000000000000:role/r`,`BucketARN`:`arn:aws:s3:::b`,"
                                + members
                                + "}}")
                        .replace('`', '"');
        try (Database catalog =
                SqliteDatabase.open(directory.resolve("catalog.db"), DeliveryStreamsSchema.STEPS)) {
            DeliveryStreams streams =
                    new DeliveryStreams(
                            catalog,
                            (role, arn) -> true,
                            "us-east-1",
                            "000000000000",
                            InstantSource.system(),
                            random);
            DeliveryStream stream =
                    StreamCalls.create(streams, (ObjectNode) JsonMapper.shared().readTree(request));
            streams.delete(stream.name());
            return stream;
        }
    }
}
