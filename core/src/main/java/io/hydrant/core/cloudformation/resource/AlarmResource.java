package io.hydrant.core.cloudformation.resource;

import io.hydrant.core.alarm.AlarmComparison;
import io.hydrant.core.alarm.AlarmMetric;
import io.hydrant.core.alarm.AlarmSettings;
import io.hydrant.core.alarm.Alarms;
import io.hydrant.core.alarm.MetricAlarm;
import io.hydrant.core.alarm.MissingData;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;

/// `AWS::CloudWatch::Alarm`, of one metric. Its physical id is its name.
final class AlarmResource implements ResourceType {
    private static final int NAME_MAX = 255;
    private static final int ACTIONS_MAX = 5;
    private static final int DIMENSIONS_MAX = 30;

    private static final Schema ACTIONS = new Schema.Sequence(Schema.text(1, 1_024), ACTIONS_MAX);

    private static final Schema DIMENSIONS =
            new Schema.Sequence(
                    Schema.structure()
                            .with("Name", Schema.text(1, NAME_MAX))
                            .with("Value", Schema.text(1, 1_024))
                            .require("Name", "Value"),
                    DIMENSIONS_MAX);

    private static final Schema.WholeNumber COUNT = new Schema.WholeNumber(1, Integer.MAX_VALUE);

    private static final Schema.Structure PROPERTIES =
            Schema.structure()
                    .with("AlarmName", Schema.text(1, NAME_MAX))
                    .with("AlarmDescription", Schema.text(0, 1_024))
                    .with("ActionsEnabled", new Schema.Truth())
                    .with("OKActions", ACTIONS)
                    .with("AlarmActions", ACTIONS)
                    .with("InsufficientDataActions", ACTIONS)
                    .with("MetricName", Schema.text(1, NAME_MAX))
                    .with("Namespace", Schema.text(1, NAME_MAX))
                    .with("Statistic", Schema.text())
                    .with("Dimensions", DIMENSIONS)
                    .with("Period", COUNT)
                    .with("Unit", Schema.text())
                    .with("EvaluationPeriods", COUNT)
                    .with("DatapointsToAlarm", COUNT)
                    .with(
                            "Threshold",
                            new Schema.DecimalNumber(-Double.MAX_VALUE, Double.MAX_VALUE))
                    .with("ComparisonOperator", Schema.text())
                    .with("TreatMissingData", Schema.text())
                    .with("EvaluateLowSampleCountPercentile", new Schema.Unsupported())
                    .with("EvaluationCriteria", new Schema.Unsupported())
                    .with("EvaluationInterval", new Schema.Unsupported())
                    .with("ExtendedStatistic", new Schema.Unsupported())
                    .with("Metrics", new Schema.Unsupported())
                    .with("Tags", new Schema.Unsupported())
                    .with("ThresholdMetricId", new Schema.Unsupported())
                    .require(
                            "MetricName",
                            "Namespace",
                            "Statistic",
                            "Period",
                            "EvaluationPeriods",
                            "Threshold",
                            "ComparisonOperator");

    private static final ResourceDescription DESCRIPTION =
            new ResourceDescription(
                    "AWS::CloudWatch::Alarm",
                    "CloudWatch",
                    PROPERTIES,
                    Set.of("AlarmName"),
                    Optional.of("AlarmName"),
                    Set.of("Arn"),
                    false,
                    Optional.of("AlarmName"));

    private final Alarms alarms;
    private final Authority authority;
    private final PhysicalName names;

    AlarmResource(Alarms alarms, Authority authority, RandomGenerator random) {
        this.alarms = alarms;
        this.authority = authority;
        this.names = new PhysicalName(random);
    }

    @Override
    public ResourceDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Claim prepare(DesiredResource desired) throws ResourceFailure {
        Properties properties = new Properties(desired.properties());
        String name = properties.text("AlarmName").orElseGet(() -> names.of(desired, NAME_MAX));
        require(desired.actor(), "cloudwatch:PutMetricAlarm", name);
        settings(desired);
        if (alarms.find(name).isPresent()) {
            throw exists(name);
        }
        return new Claim(name, alarms.newMark());
    }

    private static ResourceFailure exists(String name) {
        return new ResourceFailure(HandlerErrorCode.ALREADY_EXISTS, name + " already exists");
    }

    private static AlarmSettings settings(DesiredResource desired) throws ResourceFailure {
        Properties given = new Properties(desired.properties());
        Optional<Integer> needed = given.number("DatapointsToAlarm");
        String comparison = given.required("ComparisonOperator");
        Optional<String> missing = given.text("TreatMissingData");
        return new AlarmSettings(
                given.text("AlarmDescription"),
                !given.has("ActionsEnabled") || given.truth("ActionsEnabled"),
                new AlarmSettings.Actions(
                        given.texts("OKActions"),
                        given.texts("AlarmActions"),
                        given.texts("InsufficientDataActions")),
                metric(given),
                given.number("EvaluationPeriods").orElseThrow(),
                needed.isPresent() ? OptionalInt.of(needed.get()) : OptionalInt.empty(),
                desired.properties().path("Threshold").doubleValue(),
                AlarmComparison.ofWireName(comparison)
                        .orElseThrow(() -> unknown("ComparisonOperator", comparison)),
                missing.isPresent()
                        ? Optional.of(
                                MissingData.ofWireName(missing.get())
                                        .orElseThrow(
                                                () -> unknown("TreatMissingData", missing.get())))
                        : Optional.empty());
    }

    private static AlarmMetric metric(Properties given) {
        return new AlarmMetric(
                given.required("Namespace"),
                given.required("MetricName"),
                given.structures("Dimensions").stream()
                        .map(each ->
                                new AlarmMetric.Dimension(
                                        each.required("Name"), each.required("Value")))
                        .toList(),
                given.required("Statistic"),
                given.number("Period").orElseThrow(),
                given.text("Unit"));
    }

    private static ResourceFailure unknown(String property, String value) {
        return new ResourceFailure(
                HandlerErrorCode.INVALID_REQUEST,
                "Hydrant does not support the %s %s".formatted(property, value));
    }

    @Override
    public Map<String, String> create(DesiredResource desired, Claim claim) throws ResourceFailure {
        Optional<MetricAlarm> known = alarms.find(claim.physicalId());
        if (known.isPresent() && !known.get().mark().equals(claim.mark())) {
            throw exists(claim.physicalId());
        }
        alarms.put(claim.physicalId(), claim.mark(), settings(desired));
        return attributes(claim.physicalId());
    }

    @Override
    public boolean stands(PhysicalResource current) {
        return found(current).isPresent();
    }

    private Optional<MetricAlarm> found(PhysicalResource current) {
        return alarms.find(current.physicalId()).filter(alarm -> current.bears(alarm.mark()));
    }

    @Override
    public Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure {
        String name = current.physicalId();
        require(desired.actor(), "cloudwatch:PutMetricAlarm", name);
        MetricAlarm alarm =
                found(current).orElseThrow(() -> ResourceFailure.notFound(DESCRIPTION, name));
        AlarmSettings after = settings(desired);
        if (!after.equals(alarm.settings())) {
            alarms.put(name, alarm.mark(), after);
        }
        return attributes(name);
    }

    @Override
    public void delete(PhysicalResource current) throws ResourceFailure {
        if (found(current).isPresent()) {
            require(current.actor(), "cloudwatch:DeleteAlarms", current.physicalId());
            alarms.delete(List.of(current.physicalId()));
        }
    }

    private void require(Actor actor, String action, String name) throws ResourceFailure {
        authority.require(actor, action, alarms.arn(name), RequestKeys.NONE, ResourcePolicy.NONE);
    }

    private Map<String, String> attributes(String name) {
        return Map.of("Arn", alarms.arn(name));
    }
}
