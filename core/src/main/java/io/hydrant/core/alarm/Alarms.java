package io.hydrant.core.alarm;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Database.Work;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The alarms of a server, kept in the catalog. [#evaluate] is to be called whenever a minute's
/// figures were taken down; nothing is written unless an alarm becomes another than it was. Safe
/// for use from many threads.
public final class Alarms {
    /// More would take long to look at every minute.
    public static final int ALARMS_MAX = 1_000;

    private static final Logger LOG = System.getLogger(Alarms.class.getName());

    private final Database catalog;
    private final Optional<AlarmFigures> figures;
    private final String unserved;
    private final String region;
    private final String account;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final int alarmsMax;

    /// @param figures that alarms look at; without any everything is refused
    /// @param unserved why there are none
    public Alarms(
            Database catalog,
            Optional<AlarmFigures> figures,
            String unserved,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random) {
        this(catalog, figures, unserved, region, account, clock, random, ALARMS_MAX);
    }

    Alarms(
            Database catalog,
            Optional<AlarmFigures> figures,
            String unserved,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random,
            int alarmsMax) {
        this.catalog = catalog;
        this.figures = figures;
        this.unserved = unserved;
        this.region = region;
        this.account = account;
        this.clock = clock;
        this.random = random;
        this.alarmsMax = alarmsMax;
    }

    public String account() {
        return account;
    }

    /// The ARN by which policies name an alarm.
    public String arn(String name) {
        return "arn:aws:cloudwatch:%s:%s:alarm:%s".formatted(region, account, name);
    }

    public String newMark() {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    /// Makes an alarm, or has the one of this name look at something else; its state stays then.
    ///
    /// @param mark of one that is made
    public void put(String name, String mark, AlarmSettings settings) {
        Instant now = now();
        write(connection -> {
            Optional<MetricAlarm> known = AlarmRows.find(connection, name);
            if (known.isEmpty() && AlarmRows.count(connection) >= alarmsMax) {
                throw AlarmError.LIMIT_EXCEEDED.because(
                        "The maximum number of alarms, %d, is reached.", alarmsMax);
            }
            MetricAlarm alarm =
                    new MetricAlarm(
                            name,
                            known.map(MetricAlarm::mark).orElse(mark),
                            now,
                            settings,
                            known.map(MetricAlarm::state).orElseGet(() -> AlarmState.initial(now)));
            AlarmRows.put(connection, alarm);
            configured(connection, alarm, known.isPresent() ? "updated" : "created");
            return true;
        });
    }

    private void configured(Connection connection, MetricAlarm alarm, String deed)
            throws SQLException {
        AlarmRows.happened(
                connection,
                alarm.name(),
                now(),
                AlarmEvent.Kind.CONFIGURATION_UPDATE,
                "Alarm \"%s\" %s".formatted(alarm.name(), deed),
                AlarmChange.configuration(alarm, arn(alarm.name()), deed));
    }

    /// All alarms, in order of their names.
    public List<MetricAlarm> all() {
        return read(AlarmRows::all);
    }

    public Optional<MetricAlarm> find(String name) {
        return read(connection -> AlarmRows.find(connection, name));
    }

    /// What happened to alarms, the latest first.
    public List<AlarmEvent> events() {
        return read(AlarmRows::events);
    }

    /// Deletes those of these names that there are.
    public void delete(List<String> names) {
        write(connection -> {
            for (String name : names) {
                Optional<MetricAlarm> known = AlarmRows.find(connection, name);
                if (known.isPresent()) {
                    AlarmRows.delete(connection, name);
                    configured(connection, known.get(), "deleted");
                }
            }
            return true;
        });
    }

    /// Says what the state is, until the next minute says otherwise.
    ///
    /// @throws ServiceException when there is no such alarm
    public void setState(
            String name, AlarmState.Value value, String reason, Optional<String> data) {
        change(
                find(name)
                        .orElseThrow(() ->
                                AlarmError.RESOURCE_NOT_FOUND.because(
                                        "Could not find the alarm %s.", name)),
                state -> state.becomes(value, reason, data, now()));
    }

    /// @param names those that are not there are passed over, as CloudWatch does
    public void enableActions(List<String> names, boolean enabled) {
        write(connection -> {
            for (String name : names) {
                Optional<MetricAlarm> known = AlarmRows.find(connection, name);
                if (known.isPresent() && known.get().settings().actionsEnabled() != enabled) {
                    MetricAlarm changed =
                            new MetricAlarm(
                                    name,
                                    known.get().mark(),
                                    now(),
                                    known.get().settings().withActions(enabled),
                                    known.get().state());
                    AlarmRows.put(connection, changed);
                    configured(connection, changed, "updated");
                }
            }
            return true;
        });
    }

    /// Looks at every alarm's values of the minutes that are over.
    public void evaluate() {
        if (figures.isPresent()) {
            all().forEach(alarm -> evaluate(alarm, figures.get()));
        }
    }

    private void evaluate(MetricAlarm alarm, AlarmFigures source) {
        try {
            AlarmSettings settings = alarm.settings();
            Instant end = now().truncatedTo(ChronoUnit.MINUTES);
            int range = AlarmEvaluation.range(settings);
            AlarmEvaluation evaluation =
                    new AlarmEvaluation(settings, source.latest(settings.metric(), end, range));
            Optional<AlarmState.Value> next = evaluation.state();
            AlarmState.Value before = alarm.state().value();
            if (next.isPresent() && next.get() != before) {
                AlarmReason reason = new AlarmReason(evaluation, before, next.get());
                Optional<String> data = Optional.of(reason.data(now()));
                change(alarm, state -> state.becomes(next.get(), reason.text(), data, now()));
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The alarm " + alarm.name() + " could not be evaluated", e);
        }
    }

    /// Unless another has its name meanwhile, or it looks at something else.
    private void change(MetricAlarm alarm, UnaryOperator<AlarmState> next) {
        Optional<MetricAlarm> changed =
                write(connection -> {
                    Optional<MetricAlarm> known =
                            AlarmRows.find(connection, alarm.name())
                                    .filter(found ->
                                            found.mark().equals(alarm.mark())
                                                    && found.settings().equals(alarm.settings()));
                    if (known.isEmpty()) {
                        return Optional.empty();
                    }
                    MetricAlarm after = known.get().with(next.apply(known.get().state()));
                    AlarmRows.put(connection, after);
                    if (after.state().value() != known.get().state().value()) {
                        AlarmRows.happened(
                                connection,
                                after.name(),
                                now(),
                                AlarmEvent.Kind.STATE_UPDATE,
                                "Alarm updated from %s to %s"
                                        .formatted(
                                                known.get().state().value(), after.state().value()),
                                AlarmChange.state(known.get().state(), after.state()));
                    }
                    return Optional.of(after);
                });
        changed.filter(after -> after.state().value() != alarm.state().value())
                .ifPresent(Alarms::tell);
    }

    /// What a program would be told by an action is at least in the server's log.
    private static void tell(MetricAlarm alarm) {
        LOG.log(
                alarm.state().value() == AlarmState.Value.ALARM ? Level.WARNING : Level.INFO,
                "Alarm {0} is {1}: {2}",
                alarm.name(),
                alarm.state().value(),
                alarm.state().reason());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private <T extends @Nullable Object> T read(Work<T> work) {
        requireServed();
        try {
            return catalog.read(work);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private <T extends @Nullable Object> T write(Work<T> work) {
        requireServed();
        try {
            return catalog.write(work);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private void requireServed() {
        if (figures.isEmpty()) {
            throw AlarmError.INVALID_ACTION.because("%s", unserved);
        }
    }

    private static ServiceException unavailable(IOException trouble) {
        LOG.log(Level.WARNING, "Alarms cannot be read or written: {0}", trouble.getMessage());
        return AlarmError.SERVICE_FAULT.because("The service is unavailable.");
    }
}
