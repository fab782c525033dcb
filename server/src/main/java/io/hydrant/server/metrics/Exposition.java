package io.hydrant.server.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Metrics as text: in OpenMetrics for whoever accepts that, else in Prometheus' own format.
record Exposition(String contentType, byte[] body) {
    static Exposition of(List<Family> families, Optional<String> accept) throws IOException {
        List<MetricSnapshot> found =
                families.stream().map(Family::snapshot).flatMap(Optional::stream).toList();
        MetricSnapshots all = new MetricSnapshots(found);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean isOpenMetrics =
                accept.filter(text -> text.contains("application/openmetrics-text")).isPresent();
        if (isOpenMetrics) {
            new OpenMetricsTextFormatWriter(false, false)
                    .write(out, all, EscapingScheme.UNDERSCORE_ESCAPING);
            return new Exposition(OpenMetricsTextFormatWriter.CONTENT_TYPE, out.toByteArray());
        }
        PrometheusTextFormatWriter.create().write(out, all, EscapingScheme.UNDERSCORE_ESCAPING);
        return new Exposition(PrometheusTextFormatWriter.CONTENT_TYPE, out.toByteArray());
    }
}
