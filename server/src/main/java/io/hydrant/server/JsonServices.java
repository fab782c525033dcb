package io.hydrant.server;

import io.hydrant.core.glue.DataCatalog;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.Ingest;
import io.hydrant.server.firehose.FirehoseOperations;
import io.hydrant.server.glue.GlueOperations;
import io.hydrant.server.http.protocol.JsonOperation;
import io.hydrant.server.http.protocol.JsonService;
import io.hydrant.server.logs.CloudWatchLogsOperations;
import io.hydrant.server.ssm.SsmOperations;
import java.time.InstantSource;
import java.util.List;

/// The services that are asked in AWS JSON.
record JsonServices(
        ServerSettings settings, Authorizer authorizer, Meters meters, InstantSource clock) {
    List<JsonService> all(
            DeliveryStreams streams,
            Ingest ingest,
            LogEvents logs,
            DataCatalog glue,
            ParameterStore parameters,
            ServerKeys keys) {
        return List.of(
                JsonService.of("firehose", "Firehose_20150804", firehose(streams, ingest)),
                CloudWatchLogsOperations.service(logs, authorizer),
                JsonService.part(
                        "Glue", "glue", "AWSGlue", () -> GlueOperations.all(glue, authorizer)),
                SsmOperations.service(parameters, authorizer),
                JsonService.onDemand("kms", "TrentService", keys::operations));
    }

    private List<JsonOperation> firehose(DeliveryStreams streams, Ingest ingest) {
        return switch (settings.streams().quotas()) {
            case NONE -> FirehoseOperations.all(streams, ingest::put, authorizer, meters);
            case AWS ->
                    FirehoseOperations.withQuotas(streams, ingest::put, authorizer, meters, clock);
        };
    }
}
