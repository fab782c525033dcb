import { query } from "../aws.js";
import { now } from "../clock.js";
import { at, members, text } from "../xml.js";

// A stream's figures by CloudWatch's GetMetricData. What may be looked at: how far back, and in steps of how much.
export const SPANS = {
    hour: { seconds: 3600, period: 60 },
    day: { seconds: 86400, period: 300 },
    weeks: { seconds: 14 * 86400, period: 3600 },
};

// The charts: each has series of a metric and a statistic. `unit` says how figures are written; `gap` is what a step
// without a figure means, if anything.
export const CHARTS = [
    { name: "records", unit: "count", gap: 0, series: [["in", "IncomingRecords", "Sum"], ["out", "DeliveryToS3.Records", "Sum"]] },
    { name: "bytes", unit: "bytes", gap: 0, series: [["in", "IncomingBytes", "Sum"], ["out", "DeliveryToS3.Bytes", "Sum"]] },
    { name: "latency", unit: "millis", series: [["one", "PutRecord.Latency", "Average"], ["batch", "PutRecordBatch.Latency", "Average"]] },
    { name: "freshness", unit: "seconds", series: [["oldest", "DeliveryToS3.DataFreshness", "Maximum"]] },
    { name: "success", unit: "part", series: [["puts", "DeliveryToS3.Success", "Average"]] },
    { name: "refused", unit: "count", gap: 0, series: [["refused", "ThrottledRecords", "Sum"]] },
];

// All charts' figures: { times: [seconds…], values: { "MetricName": [figure or null…] } }.
export async function figures(stream, spanName, signal) {
    const span = SPANS[spanName];
    const end = Math.floor(now() / 1000 / span.period) * span.period + span.period;
    const start = end - span.seconds;
    const wanted = CHARTS.flatMap(chart => chart.series.map(([, metric, statistic]) => ({ metric, statistic })));
    const found = {};
    let next;
    do {
        const result = await query("monitoring", "GetMetricData", parameters(stream, wanted, start, end, span.period, next), { signal });
        for (const series of members(result, "MetricDataResults")) {
            const { metric } = wanted[Number(text(series, "Id").slice(1))];
            const times = members(series, "Timestamps").map(member => Date.parse(member.textContent) / 1000);
            const values = members(series, "Values").map(member => Number(member.textContent));
            found[metric] ??= new Map();
            times.forEach((time, i) => found[metric].set(time, values[i]));
        }
        next = at(result, "NextToken")?.textContent;
    } while (next);
    const times = Array.from({ length: span.seconds / span.period }, (_, i) => start + i * span.period);
    const values = Object.fromEntries(wanted.map(({ metric }) => [metric, times.map(time => found[metric]?.get(time) ?? null)]));
    return { times, values };
}

function parameters(stream, wanted, start, end, period, next) {
    const all = { StartTime: iso(start), EndTime: iso(end), ScanBy: "TimestampAscending", NextToken: next };
    wanted.forEach(({ metric, statistic }, i) => {
        const of = `MetricDataQueries.member.${i + 1}.`;
        all[of + "Id"] = "m" + i;
        all[of + "MetricStat.Metric.Namespace"] = "AWS/Firehose";
        all[of + "MetricStat.Metric.MetricName"] = metric;
        all[of + "MetricStat.Metric.Dimensions.member.1.Name"] = "DeliveryStreamName";
        all[of + "MetricStat.Metric.Dimensions.member.1.Value"] = stream;
        all[of + "MetricStat.Period"] = period;
        all[of + "MetricStat.Stat"] = statistic;
    });
    return all;
}

function iso(seconds) {
    return new Date(seconds * 1000).toISOString().replace(".000", "");
}
