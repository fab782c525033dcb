package io.hydrant.core.stream.request;

/// The kinds of destination that the API knows, by the names of their blocks in requests.
enum DestinationType {
    S3("S3Destination", "S3 destinations"),
    EXTENDED_S3("ExtendedS3Destination", "S3 destinations"),
    REDSHIFT("RedshiftDestination", "Redshift destinations"),
    ELASTICSEARCH("ElasticsearchDestination", "Elasticsearch destinations"),
    OPENSEARCH("AmazonopensearchserviceDestination", "OpenSearch destinations"),
    OPENSEARCH_SERVERLESS(
            "AmazonOpenSearchServerlessDestination", "OpenSearch Serverless destinations"),
    SPLUNK("SplunkDestination", "Splunk destinations"),
    HTTP_ENDPOINT("HttpEndpointDestination", "HTTP endpoint destinations"),
    SNOWFLAKE("SnowflakeDestination", "Snowflake destinations"),
    ICEBERG("IcebergDestination", "Iceberg destinations");

    private final String blockName;
    private final String plural;

    DestinationType(String blockName, String plural) {
        this.blockName = blockName;
        this.plural = plural;
    }

    /// The block's name in CreateDeliveryStream.
    String configuration() {
        return blockName + "Configuration";
    }

    /// The block's name in UpdateDestination.
    String update() {
        return blockName + "Update";
    }

    /// For texts.
    String plural() {
        return plural;
    }

    boolean isS3() {
        return this == S3 || this == EXTENDED_S3;
    }
}
