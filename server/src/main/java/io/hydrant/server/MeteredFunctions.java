package io.hydrant.server;

import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.meter.StreamMeter;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.transform.lambda.Functions;
import java.util.Optional;

/// Functions whose calls are counted, for the stream on whose behalf they are. Safe for use from
/// many threads.
record MeteredFunctions(Functions functions, DeliveryStreams streams, Meters meters)
        implements Functions {
    @Override
    public byte[] invoke(Call call) throws NotInvokedException, InterruptedException {
        long began = meters.now();
        try {
            byte[] answer = functions.invoke(call);
            meter(call)
                    .ifPresent(meter ->
                            meter.measure(Figure.FUNCTION_DURATION, meters.microsSince(began)));
            return answer;
        } catch (NotInvokedException e) {
            meter(call).ifPresent(meter -> meter.count(Figure.FAILED_FUNCTION_CALLS));
            throw e;
        }
    }

    private Optional<StreamMeter> meter(Call call) {
        Optional<DeliveryStream> stream =
                streams.find(call.streamArn().substring(call.streamArn().lastIndexOf('/') + 1));
        return stream.map(known -> meters.of(known.logId(), known.name()));
    }
}
