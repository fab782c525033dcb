# What CloudWatch Logs sends is decompressed and its messages are taken out; what is no such thing fails alone.
import base64
import gzip

from stage import *

create('messages', destination(
    'messages', Prefix='messages/', ErrorOutputPrefix='failed/!{firehose:error-output-type}/',
    ProcessingConfiguration=processing(
        ('Decompression', dict(CompressionFormat='GZIP')),
        ('CloudWatchLogProcessing', dict(DataMessageExtraction='true')))))


def event(kind, *messages):
    return gzip.compress(json.dumps({
        'messageType': kind, 'owner': account, 'logGroup': 'films', 'logStream': 'one', 'subscriptionFilters': ['all'],
        'logEvents': [dict(id=str(i), timestamp=i, message=text) for i, text in enumerate(messages)]}).encode())


bomb = gzip.compress(b'\0' * 100_000_000)
put('messages', event('DATA_MESSAGE', 'Amélie', 'El ángel exterminador'), event('CONTROL_MESSAGE', 'checking health'),
    b'never compressed', bomb)
failed = [json.loads(line) for line in wait_lines(2, 'messages', 'failed/')]
assert wait_lines(2, 'messages', 'messages/') == ['Amélie', 'El ángel exterminador'], lines('messages', 'messages/')
assert sorted(len(base64.b64decode(each['rawData'])) for each in failed) == sorted([len(b'never compressed'), len(bomb)])
assert keys('messages', 'failed/')[0].startswith('failed/decompression-failed/'), keys('messages')
print('done')
