# serve: --quotas aws --region eu-central-1
# Of a batch that is more than a second's worth a part is stored; its failed entries, sent again, arrive, and nothing arrives twice.
from stage import *

create('hurried', destination('hurried', megabytes=64, interval=0, Prefix='all/',
                              ProcessingConfiguration=processing('AppendDelimiterToRecord')))
once = impatient('firehose')
entries = [{'Data': f'{n:06}{"x" * 8_000}'.encode()} for n in range(200)]
failures = 0
deadline = time.time() + 60
for begin in (0, 1):  # 1.6 MB each, at 1 MiB a second
    waiting = [{'Data': str(begin).encode() + each['Data']} for each in entries]
    while waiting:
        assert time.time() < deadline
        try:
            answer = once.put_record_batch(DeliveryStreamName='hurried', Records=waiting)
        except ClientError as e:
            assert e.response['Error']['Code'] == 'ServiceUnavailableException', e
            assert e.response['ResponseMetadata']['HTTPStatusCode'] == 503
            failures += len(waiting)
            time.sleep(0.2)
            continue
        assert len(answer['RequestResponses']) == len(waiting)
        bad = [each for each in answer['RequestResponses'] if 'ErrorCode' in each]
        assert len(bad) == answer['FailedPutCount']
        assert all(each['ErrorCode'] == 'ServiceUnavailableException' and each['ErrorMessage'] == 'Slow down.' for each in bad)
        failures += len(bad)
        waiting = [entry for entry, each in zip(waiting, answer['RequestResponses']) if 'ErrorCode' in each]
assert failures > 0, 'nothing was throttled'
arrived = [line[:7] for line in wait_lines(400, 'hurried')]
assert sorted(arrived) == sorted(f'{begin}{n:06}' for begin in range(2) for n in range(200)), len(arrived)
print('done')
