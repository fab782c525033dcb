package io.hydrant.core.cloudformation.template;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names that every template knows.
public final class PseudoParameters {
    public static final String REGION = "AWS::Region";

    public static final Set<String> NAMES =
            Set.of(
                    "AWS::AccountId",
                    REGION,
                    "AWS::StackId",
                    "AWS::StackName",
                    "AWS::Partition",
                    "AWS::URLSuffix",
                    "AWS::NotificationARNs",
                    "AWS::NoValue");

    private PseudoParameters() {}

    public static Map<String, Value> of(
            String account,
            String region,
            String stackId,
            String stackName,
            List<String> notificationArns) {
        return Map.of(
                "AWS::AccountId",
                Value.Text.of(account),
                REGION,
                Value.Text.of(region),
                "AWS::StackId",
                Value.Text.of(stackId),
                "AWS::StackName",
                Value.Text.of(stackName),
                "AWS::Partition",
                Value.Text.of(partition(region)),
                "AWS::URLSuffix",
                Value.Text.of(urlSuffix(region)),
                "AWS::NotificationARNs",
                Value.Items.ofTexts(notificationArns),
                "AWS::NoValue",
                new Value.Omitted());
    }

    private static String partition(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    private static String urlSuffix(String region) {
        return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    }
}
