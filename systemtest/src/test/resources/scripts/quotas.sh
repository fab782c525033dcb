# serve: --quotas aws --region eu-central-1
# Of a batch that is more than a second's worth a part is stored, and the answer counts the rest.
. "${0%/*}/stage.sh"
stage cli-quotas
aws firehose create-delivery-stream --delivery-stream-name cli-quotas --extended-s3-destination-configuration \
  "RoleARN=$role,BucketARN=arn:aws:s3:::cli-quotas,BufferingHints={SizeInMBs=1,IntervalInSeconds=0}" >/dev/null
x=$(head -c 100000 /dev/zero | tr "\0" x) # thirty of them: 3 MB, at 1 MiB a second
{ printf '['; for n in $(seq 30); do [ "$n" = 1 ] || printf ,; printf '{"Data":"%s"}' "$x"; done; printf ']'; } >"$TMP/records.json"
failed=$(aws firehose put-record-batch $as_text --delivery-stream-name cli-quotas --records "file://$TMP/records.json" --query FailedPutCount)
[ "$failed" -gt 10 ] && [ "$failed" -lt 30 ] || fail "$failed of 30 records were refused"
echo done
