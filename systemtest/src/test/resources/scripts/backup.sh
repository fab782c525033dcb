# Source records are backed up as they came, and the stream's own settings are updated beside that.
. "${0%/*}/stage.sh"
stage cli-backup
aws firehose create-delivery-stream --delivery-stream-name cli-backup --extended-s3-destination-configuration \
  "RoleARN=$role,BucketARN=arn:aws:s3:::cli-backup,Prefix=films/,BufferingHints={SizeInMBs=1,IntervalInSeconds=0},ProcessingConfiguration={Enabled=true,Processors=[{Type=AppendDelimiterToRecord}]},S3BackupMode=Enabled,S3BackupConfiguration={RoleARN=$role,BucketARN=arn:aws:s3:::cli-backup,Prefix=source/,BufferingHints={SizeInMBs=1,IntervalInSeconds=900}}" >/dev/null
# More than the backup's buffer takes: nobody waits for its interval.
head -c 600000 /dev/zero | tr "\0" x >"$TMP/x"
printf '[{"Data":"%s"},{"Data":"Amélie"},{"Data":"%s"}]' "$(cat "$TMP/x")" "$(cat "$TMP/x")" >"$TMP/records.json"
aws firehose put-record-batch $as_text --delivery-stream-name cli-backup --records "file://$TMP/records.json" \
  --query FailedPutCount | grep -qx 0
await_lines 3 cli-backup
await_files 2 cli-backup
[ "$(sed -n 2p "$TMP"/cli-backup/films/*/*/*/*/*)" = Amélie ] || fail "films/ has something else"
[ "$(cat "$TMP"/cli-backup/source/*/*/*/*/* | wc -c)" = 1200007 ] || fail "source/ is not as it came"
aws firehose update-destination --delivery-stream-name cli-backup --current-delivery-stream-version-id 1 --destination-id \
  destinationId-000000000001 --extended-s3-destination-update 'S3BackupUpdate={Prefix=other/}'
aws firehose describe-delivery-stream --delivery-stream-name cli-backup --output text --query \
  'DeliveryStreamDescription.Destinations[0].ExtendedS3DestinationDescription.S3BackupDescription.Prefix' | grep -qx other/
echo done
