package io.hydrant.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.alarm.AlarmComparison;
import io.hydrant.core.alarm.AlarmEvent;
import io.hydrant.core.alarm.AlarmMetric;
import io.hydrant.core.alarm.AlarmSettings;
import io.hydrant.core.alarm.AlarmState;
import io.hydrant.core.alarm.Alarms;
import io.hydrant.core.alarm.AlarmsSchema;
import io.hydrant.core.alarm.MissingData;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.history.MetricHistory;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Meters;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alarms over the history's figures, minute by minute.
class AlarmSeriesTest {
    @TempDir Path folder;
    private final Meters meters = new Meters(() -> 0);
    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private SqliteDatabase catalog;
    private MetricHistory history;
    private Alarms alarms;

    @BeforeEach
    void open() throws Exception {
        catalog =
                SqliteDatabase.openAll(folder.resolve("catalog.db"), List.of(AlarmsSchema.SCHEMA));
        history =
                new MetricHistory(
                        meters,
                        Optional.of(folder.resolve("metrics.db")),
                        new RealDisk(),
                        16 << 20,
                        () -> now);
        alarms =
                new Alarms(
                        catalog,
                        Optional.of(new AlarmSeries(history)),
                        "",
                        "us-east-1",
                        "000000000000",
                        () -> now,
                        new Random(1));
    }

    @AfterEach
    void close() throws Exception {
        history.close();
        catalog.close();
    }

    private void put(int period, int periods, int needed, MissingData missing) {
        alarms.put(
                "busy",
                "mark",
                new AlarmSettings(
                        Optional.empty(),
                        true,
                        AlarmSettings.Actions.NONE,
                        new AlarmMetric(
                                "AWS/Firehose",
                                "IncomingRecords",
                                List.of(new AlarmMetric.Dimension("DeliveryStreamName", "films")),
                                "Sum",
                                period,
                                Optional.empty()),
                        periods,
                        OptionalInt.of(needed),
                        10,
                        AlarmComparison.GREATER,
                        Optional.of(missing)));
    }

    /// So many records within a minute, at the end of which alarms are evaluated.
    private AlarmState minute(int records) {
        if (records > 0) {
            meters.of("log", "films").count(Figure.PUT_RECORD_REQUESTS, records);
        }
        history.record(now, List.of());
        now = now.plusSeconds(60);
        alarms.evaluate();
        return alarms.find("busy").orElseThrow().state();
    }

    @Test
    void anAlarmGoesOffAndEndsAsCloudWatchSaysIt() {
        put(60, 3, 2, MissingData.MISSING);
        assertThat(alarms.find("busy").orElseThrow().state().reason())
                .isEqualTo("Unchecked: Initial alarm creation");
        assertThat(minute(0).value()).isEqualTo(AlarmState.Value.INSUFFICIENT_DATA);
        AlarmState calm = minute(10);
        assertThat(calm.value()).isEqualTo(AlarmState.Value.OK);
        assertThat(calm.reason())
                .isEqualTo(
                        "Threshold Crossed: 1 out of the last 3 datapoints [10.0 (27/11/26 12:01:00)] was not"
                                + " greater than the threshold (10.0) (minimum 2 datapoints for ALARM -> OK transition).");
        assertThat(minute(11).value()).isEqualTo(AlarmState.Value.OK);
        AlarmState alarm = minute(12);
        assertThat(alarm.value()).isEqualTo(AlarmState.Value.ALARM);
        assertThat(alarm.reason())
                .isEqualTo(
                        "Threshold Crossed: 2 out of the last 3 datapoints [12.0 (27/11/26 12:03:00), 11.0"
                                + " (27/11/26 12:02:00)] were greater than the threshold (10.0) (minimum 2"
                                + " datapoints for OK -> ALARM transition).");
        assertThat(alarm.reasonData())
                .hasValue(
                        "{\"version\":\"1.0\",\"queryDate\":\"2026-11-27T12:04:00.000+0000\","
                                + "\"startDate\":\"2026-11-27T12:01:00.000+0000\",\"statistic\":\"Sum\",\"period\":60,"
                                + "\"recentDatapoints\":[10.0,11.0,12.0],\"threshold\":10.0,\"evaluatedDatapoints\":["
                                + "{\"timestamp\":\"2026-11-27T12:03:00.000+0000\",\"sampleCount\":1.0,\"value\":12.0},"
                                + "{\"timestamp\":\"2026-11-27T12:02:00.000+0000\",\"sampleCount\":1.0,\"value\":11.0},"
                                + "{\"timestamp\":\"2026-11-27T12:01:00.000+0000\",\"sampleCount\":1.0,\"value\":10.0}]}");
        assertThat(alarm.transitioned()).isEqualTo(now);
        minute(1);
        assertThat(minute(1).value()).isEqualTo(AlarmState.Value.OK);
        for (int i = 0; i < 5; i++) {
            minute(0);
        }
        assertThat(alarms.find("busy").orElseThrow().state().reason())
                .isEqualTo("Insufficient Data: 3 datapoints were unknown.");
        assertThat(alarms.events())
                .extracting(AlarmEvent::summary)
                .containsExactly(
                        "Alarm updated from OK to INSUFFICIENT_DATA",
                        "Alarm updated from ALARM to OK",
                        "Alarm updated from OK to ALARM",
                        "Alarm updated from INSUFFICIENT_DATA to OK",
                        "Alarm \"busy\" created");
    }

    @Test
    void longPeriodsEndWithTheMinuteAndAddUp() {
        put(300, 1, 1, MissingData.NOT_BREACHING);
        assertThat(minute(4).value()).isEqualTo(AlarmState.Value.OK);
        assertThat(minute(0).value()).isEqualTo(AlarmState.Value.OK);
        assertThat(minute(7).value()).isEqualTo(AlarmState.Value.ALARM);
        minute(0);
        assertThat(minute(0).value()).isEqualTo(AlarmState.Value.ALARM);
        assertThat(minute(0).value()).isEqualTo(AlarmState.Value.OK);
    }

    @Test
    void whatIsMissingMayBeATroubleByItself() {
        put(60, 2, 2, MissingData.BREACHING);
        AlarmState silent = minute(0);
        assertThat(silent.value()).isEqualTo(AlarmState.Value.ALARM);
        assertThat(silent.reason())
                .isEqualTo(
                        "Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were"
                                + " treated as [Breaching].");
    }

    @Test
    void stateAndHistoryOutliveTheServer() throws Exception {
        put(60, 1, 1, MissingData.MISSING);
        AlarmState before = minute(50);
        assertThat(before.value()).isEqualTo(AlarmState.Value.ALARM);
        close();
        open();
        assertThat(alarms.find("busy").orElseThrow().state()).isEqualTo(before);
        assertThat(alarms.events()).hasSize(2);
    }
}
