# What goes wrong with a stream is written into the log group that its options name, as its role may.
from stage import *

logs = boto3.client('logs')
logs.create_log_group(logGroupName='of-streams')
logs.create_log_stream(logGroupName='of-streams', logStreamName='DestinationDelivery')
extended = destination('unlogged', CloudWatchLoggingOptions=dict(
    Enabled=True, LogGroupName='of-streams', LogStreamName='DestinationDelivery'))
iam.put_role_policy(RoleName='unlogged', PolicyName='log', PolicyDocument=json.dumps({
    'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 'logs:PutLogEvents', 'Resource': '*'}}))
create('unlogged', dict(extended, BucketARN='arn:aws:s3:::is-not-there'))
put('unlogged', 'a record')


def written():
    return logs.get_log_events(logGroupName='of-streams', logStreamName='DestinationDelivery')['events']


wait('an event of an error', written)
event = json.loads(written()[0]['message'])
assert event['errorCode'] == 'S3.NoSuchBucket', event
assert event['destination'] == 'arn:aws:s3:::is-not-there' and event['deliveryStreamVersionId'] == 1, event
firehose.delete_delivery_stream(DeliveryStreamName='unlogged')
print('done')
