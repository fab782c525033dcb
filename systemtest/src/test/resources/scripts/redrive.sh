# serve: --lambda films={scripts}/transform_films.py:handler
# What failed for want of a function is sent again once there is one.
. "${0%/*}/stage.sh"
stage cli-redrive
processors() {
  echo "{Enabled=true,Processors=[{Type=Lambda,Parameters=[{ParameterName=LambdaArn,ParameterValue=arn:aws:lambda:us-east-1:$account:function:$1},{ParameterName=NumberOfRetries,ParameterValue=0},{ParameterName=BufferIntervalInSeconds,ParameterValue=1},{ParameterName=BufferSizeInMBs,ParameterValue=0.2}]},{Type=AppendDelimiterToRecord}]}"
}
aws firehose create-delivery-stream --delivery-stream-name cli-redrive --extended-s3-destination-configuration \
  "RoleARN=$role,BucketARN=arn:aws:s3:::cli-redrive,Prefix=good/,ErrorOutputPrefix=failed/,BufferingHints={SizeInMBs=1,IntervalInSeconds=0},ProcessingConfiguration=$(processors nobody)" >/dev/null
aws firehose put-record $as_text --delivery-stream-name cli-redrive --record \
  '{"Data":"{\"title\":\"Amélie\",\"year\":2001}"}' >/dev/null
await_lines 1 cli-redrive
aws firehose update-destination --delivery-stream-name cli-redrive --current-delivery-stream-version-id 1 --destination-id \
  destinationId-000000000001 --extended-s3-destination-update "ProcessingConfiguration=$(processors films)"
"$HYDRANT" redrive s3://cli-redrive/failed/ --stream cli-redrive | grep -q '1 record'
await_lines 2 cli-redrive
grep -rqx AMÉLIE "$TMP/cli-redrive/good"
key=$(aws s3api list-objects-v2 --bucket cli-redrive --prefix failed/ --query 'Contents[0].Key' --output text)
aws s3api get-object-tagging --bucket cli-redrive --key "$key" --query 'TagSet[0].Value' --output text | grep -q 'state=done records=1 '
echo done
