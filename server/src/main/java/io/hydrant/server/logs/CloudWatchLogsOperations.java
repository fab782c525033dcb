package io.hydrant.server.logs;

import io.hydrant.core.iam.Authorization;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.server.http.protocol.JsonOperation;
import io.hydrant.server.http.protocol.JsonService;
import java.util.ArrayList;
import java.util.List;

/// CloudWatch Logs over AWS JSON 1.1: `Logs_20140328.*`.
public final class CloudWatchLogsOperations {
    /// What CloudWatch Logs has beside those that are served.
    private static final List<String> OTHERS =
            List.of(
                    "AssociateKmsKey",
                    "AssociateSourceToS3TableIntegration",
                    "CancelExportTask",
                    "CancelImportTask",
                    "CreateDelivery",
                    "CreateExportTask",
                    "CreateImportTask",
                    "CreateLogAnomalyDetector",
                    "CreateLookupTable",
                    "CreateScheduledQuery",
                    "DeleteAccountPolicy",
                    "DeleteDataProtectionPolicy",
                    "DeleteDelivery",
                    "DeleteDeliveryDestination",
                    "DeleteDeliveryDestinationPolicy",
                    "DeleteDeliverySource",
                    "DeleteDestination",
                    "DeleteIndexPolicy",
                    "DeleteIntegration",
                    "DeleteLogAnomalyDetector",
                    "DeleteLookupTable",
                    "DeleteMetricFilter",
                    "DeleteQueryDefinition",
                    "DeleteResourcePolicy",
                    "DeleteScheduledQuery",
                    "DeleteSubscriptionFilter",
                    "DeleteTransformer",
                    "DescribeAccountPolicies",
                    "DescribeConfigurationTemplates",
                    "DescribeDeliveries",
                    "DescribeDeliveryDestinations",
                    "DescribeDeliverySources",
                    "DescribeDestinations",
                    "DescribeExportTasks",
                    "DescribeFieldIndexes",
                    "DescribeImportTaskBatches",
                    "DescribeImportTasks",
                    "DescribeIndexPolicies",
                    "DescribeLookupTables",
                    "DescribeMetricFilters",
                    "DescribeQueries",
                    "DescribeQueryDefinitions",
                    "DescribeResourcePolicies",
                    "DescribeSubscriptionFilters",
                    "DisassociateKmsKey",
                    "DisassociateSourceFromS3TableIntegration",
                    "GetDataProtectionPolicy",
                    "GetDelivery",
                    "GetDeliveryDestination",
                    "GetDeliveryDestinationPolicy",
                    "GetDeliverySource",
                    "GetIntegration",
                    "GetLogAnomalyDetector",
                    "GetLogFields",
                    "GetLogGroupFields",
                    "GetLogObject",
                    "GetLogRecord",
                    "GetLookupTable",
                    "GetQueryResults",
                    "GetScheduledQuery",
                    "GetScheduledQueryHistory",
                    "GetTransformer",
                    "ListAggregateLogGroupSummaries",
                    "ListAnomalies",
                    "ListIntegrations",
                    "ListLogAnomalyDetectors",
                    "ListLogGroups",
                    "ListLogGroupsForQuery",
                    "ListScheduledQueries",
                    "ListSourcesForS3TableIntegration",
                    "PutAccountPolicy",
                    "PutBearerTokenAuthentication",
                    "PutDataProtectionPolicy",
                    "PutDeliveryDestination",
                    "PutDeliveryDestinationPolicy",
                    "PutDeliverySource",
                    "PutDestination",
                    "PutDestinationPolicy",
                    "PutIndexPolicy",
                    "PutIntegration",
                    "PutLogGroupDeletionProtection",
                    "PutMetricFilter",
                    "PutQueryDefinition",
                    "PutResourcePolicy",
                    "PutSubscriptionFilter",
                    "PutTransformer",
                    "StartLiveTail",
                    "StartQuery",
                    "StopQuery",
                    "TestMetricFilter",
                    "TestTransformer",
                    "UpdateAnomaly",
                    "UpdateDeliveryConfiguration",
                    "UpdateLogAnomalyDetector",
                    "UpdateLookupTable",
                    "UpdateScheduledQuery");

    private CloudWatchLogsOperations() {}

    public static JsonService service(LogEvents logs, Authorization authorizer) {
        LogsAccess access = new LogsAccess(logs, authorizer);
        LogsRequests requests = new LogsRequests(logs);
        List<JsonOperation> all = new ArrayList<>();
        all.addAll(new GroupOperations(logs, access, requests).all());
        all.addAll(new StreamOperations(logs, access, requests).all());
        all.addAll(new EventOperations(logs, access, requests).all());
        OTHERS.forEach(name -> all.add(LogsOperation.refused(name)));
        return JsonService.of("logs", "Logs_20140328", all);
    }
}
