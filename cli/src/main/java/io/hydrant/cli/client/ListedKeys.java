package io.hydrant.cli.client;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/// Has keys listed in URL encoding, which the client takes off again: XML cannot hold every
/// character that a key may have.
final class ListedKeys implements ExecutionInterceptor {
    @Override
    public SdkRequest modifyRequest(
            Context.ModifyRequest context, ExecutionAttributes executionAttributes) {
        return switch (context.request()) {
            case ListObjectsV2Request list ->
                    list.toBuilder().encodingType(EncodingType.URL).build();
            case ListObjectVersionsRequest list ->
                    list.toBuilder().encodingType(EncodingType.URL).build();
            default -> context.request();
        };
    }
}
