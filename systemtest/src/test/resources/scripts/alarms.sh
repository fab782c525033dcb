# Metrics and alarms by the aws CLI: what was put is read; an alarm is put, set, found, and deleted.
. "${0%/*}/stage.sh"
stage cli-alarms
aws firehose create-delivery-stream --delivery-stream-name cli-alarms --extended-s3-destination-configuration \
  "RoleARN=$role,BucketARN=arn:aws:s3:::cli-alarms" >/dev/null
aws firehose put-record --delivery-stream-name cli-alarms --record '{"Data":"hello"}' $as_text >/dev/null
now=$(date +%s)
count=$(aws cloudwatch get-metric-data --start-time $((now - 600)) --end-time $((now + 60)) --query 'sum(MetricDataResults[0].Values)' \
  --metric-data-queries '[{"Id":"a","MetricStat":{"Metric":{"Namespace":"AWS/Firehose","MetricName":"IncomingRecords",
  "Dimensions":[{"Name":"DeliveryStreamName","Value":"cli-alarms"}]},"Period":60,"Stat":"Sum"}}]')
[ "$count" = 1.0 ] || fail "records: $count"
alarm() {
  aws cloudwatch put-metric-alarm --alarm-name cli-alarm --namespace AWS/Firehose --metric-name IncomingRecords --statistic Sum \
    --dimensions Name=DeliveryStreamName,Value=cli-alarms --period 60 --evaluation-periods 2 --threshold 0.5 \
    --comparison-operator GreaterThanThreshold --treat-missing-data ignore "$@"
}
alarm
if alarm --alarm-actions arn:aws:sns:us-east-1:000000000000:operators 2>"$TMP/refusal"; then fail "an action was taken"; fi
grep -q 'Hydrant carries out no actions' "$TMP/refusal" || fail "$(cat "$TMP/refusal")"
aws cloudwatch set-alarm-state --alarm-name cli-alarm --state-value OK --state-reason 'a try'
found=$(aws cloudwatch describe-alarms --alarm-name-prefix cli- --query 'MetricAlarms[].[AlarmName,Threshold]' --output text)
case $found in cli-alarm*0.5*) ;; *) fail "found: $found" ;; esac
aws cloudwatch delete-alarms --alarm-names cli-alarm
summary=$(aws cloudwatch describe-alarm-history --alarm-name cli-alarm --query 'AlarmHistoryItems[0].HistorySummary' --output text)
case $summary in *'"cli-alarm" deleted'*) ;; *) fail "history: $summary" ;; esac
echo done
