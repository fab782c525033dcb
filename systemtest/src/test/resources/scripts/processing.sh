# Records are taken apart, partitioned and delimited by a configuration in a file, as the aws CLI's users write it.
. "${0%/*}/stage.sh"
stage cli-processing
cat >"$TMP/destination.json" <<END
{
  "RoleARN": "$role", "BucketARN": "arn:aws:s3:::cli-processing",
  "Prefix": "films/!{partitionKeyFromQuery:pais}/", "ErrorOutputPrefix": "failed/",
  "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 0},
  "DynamicPartitioningConfiguration": {"Enabled": true},
  "ProcessingConfiguration": {"Enabled": true, "Processors": [
    {"Type": "RecordDeAggregation", "Parameters": [{"ParameterName": "SubRecordType", "ParameterValue": "JSON"}]},
    {"Type": "MetadataExtraction", "Parameters": [
      {"ParameterName": "MetadataExtractionQuery", "ParameterValue": "{pais: .pais}"},
      {"ParameterName": "JsonParsingEngine", "ParameterValue": "JQ-1.6"}]},
    {"Type": "AppendDelimiterToRecord", "Parameters": [{"ParameterName": "Delimiter", "ParameterValue": "\\\\n"}]}]}
}
END
aws firehose create-delivery-stream --delivery-stream-name cli-processing \
  --extended-s3-destination-configuration "file://$TMP/destination.json" >/dev/null
aws firehose put-record-batch $as_text --delivery-stream-name cli-processing --records \
  '[{"Data":"{\"pais\":\"España\",\"n\":1}{\"pais\":\"Perú\",\"n\":2}"},{"Data":"no JSON"}]' --query FailedPutCount | grep -qx 0
await_lines 3 cli-processing
grep -rqx '{"pais":"España","n":1}' "$TMP/cli-processing/films/España"
grep -rqx '{"pais":"Perú","n":2}' "$TMP/cli-processing/films/Perú"
grep -rq '"rawData":"bm8gSlNPTg=="' "$TMP/cli-processing/failed"
echo done
