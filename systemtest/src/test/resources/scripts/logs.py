# CloudWatch Logs as boto3's users know it: events are followed while they come, as `aws logs tail --follow` does it.
import json
import time

import boto3

logs = boto3.client('logs')
GROUP, now = '/py/logs', int(time.time() * 1000)
logs.create_log_group(logGroupName=GROUP, tags={'by': 'boto3'})
for stream in 'one', 'two':
    logs.create_log_stream(logGroupName=GROUP, logStreamName=stream)


def put(stream, *messages):
    answer = logs.put_log_events(logGroupName=GROUP, logStreamName=stream, logEvents=[
        {'timestamp': now, 'message': message} for message in messages])
    assert 'rejectedLogEventsInfo' not in answer, answer


seen, tailed, since = set(), [], now - 1000


def tail():
    global since
    for page in logs.get_paginator('filter_log_events').paginate(logGroupName=GROUP, startTime=since, interleaved=True):
        for event in page['events']:
            if event['eventId'] not in seen:
                seen.add(event['eventId'])
                tailed.append(event['logStreamName'] + ' ' + event['message'])
                since = event['timestamp']


put('one', 'first', 'second')
tail()
put('two', 'third')
put('one', 'ERROR fourth')
tail()
tail()
assert tailed == ['one first', 'one second', 'two third', 'one ERROR fourth'], tailed

put('two', json.dumps({'errorCode': 'S3.AccessDenied', 'deliveryStreamVersionId': 7}))
found = logs.filter_log_events(
    logGroupName=GROUP, filterPattern='{ $.errorCode = "S3.*" && $.deliveryStreamVersionId > 6 }')['events']
assert len(found) == 1 and found[0]['logStreamName'] == 'two', found
streams = logs.describe_log_streams(logGroupName=GROUP, orderBy='LastEventTime', descending=True)['logStreams']
assert {each['logStreamName'] for each in streams} == {'one', 'two'}, streams
logs.delete_log_group(logGroupName=GROUP)
assert not logs.describe_log_groups(logGroupNamePrefix=GROUP)['logGroups']
print('done')
