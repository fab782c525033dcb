# serve: --transitions 6s
# A stream is seen to be created and deleted.
. "${0%/*}/stage.sh"
stage cli-transitions
state() {
  aws firehose describe-delivery-stream --delivery-stream-name cli-transitions --output text \
    --query DeliveryStreamDescription.DeliveryStreamStatus
}
aws firehose create-delivery-stream --delivery-stream-name cli-transitions --extended-s3-destination-configuration \
  "RoleARN=$role,BucketARN=arn:aws:s3:::cli-transitions" >/dev/null
[ "$(state)" = CREATING ] || fail "is not being created"
until [ "$(state)" = ACTIVE ]; do sleep 0.3; done
aws firehose delete-delivery-stream --delivery-stream-name cli-transitions
[ "$(state)" = DELETING ] || fail "is not being deleted"
echo done
