# serve: --lambda films={scripts}/transform_films.py:handler
# A function in shorthand syntax; what it refuses lies under the error prefix.
. "${0%/*}/stage.sh"
stage cli-function
function=arn:aws:lambda:us-east-1:$account:function:films
aws firehose create-delivery-stream --delivery-stream-name cli-function --extended-s3-destination-configuration \
  "RoleARN=$role,BucketARN=arn:aws:s3:::cli-function,Prefix=good/,ErrorOutputPrefix=failed/,BufferingHints={SizeInMBs=1,IntervalInSeconds=0},ProcessingConfiguration={Enabled=true,Processors=[{Type=Lambda,Parameters=[{ParameterName=LambdaArn,ParameterValue=$function},{ParameterName=BufferIntervalInSeconds,ParameterValue=1},{ParameterName=BufferSizeInMBs,ParameterValue=0.2}]},{Type=AppendDelimiterToRecord}]}" >/dev/null
aws firehose put-record-batch $as_text --delivery-stream-name cli-function --query FailedPutCount --records \
  '[{"Data":"{\"title\":\"Amélie\",\"year\":2001}"},{"Data":"{\"title\":\"drop me\",\"year\":1930}"},{"Data":"{\"title\":\"no year\"}"}]' |
  grep -qx 0
await_lines 2 cli-function
grep -rqx AMÉLIE "$TMP/cli-function/good"
grep -rq Lambda.ProcessingFailedStatus "$TMP/cli-function/failed"
echo done
