# serve: --lambda films={scripts}/transform_films.py:handler
# A function answers for each record: it goes on, is dropped, or fails; and a function that throws fails all that it was asked.
import base64

from stage import *

create('transformed', destination(
    'transformed', Prefix='!{partitionKeyFromLambda:decade}/', ErrorOutputPrefix='failed/!{firehose:error-output-type}/',
    DynamicPartitioningConfiguration=dict(Enabled=True),
    ProcessingConfiguration=processing(
        ('Lambda', dict(LambdaArn=f'arn:aws:lambda:us-east-1:{account}:function:films', NumberOfRetries='1',
                        BufferSizeInMBs='0.2', BufferIntervalInSeconds='1')),
        'AppendDelimiterToRecord')))
put('transformed', '{"title":"Nosferatu","year":1922}', '{"title":"drop me","year":1930}', '{"title":"Amélie","year":2001}',
    '{"title":"no year"}', '{"title":"Lo imposible","year":2012}')
[failed] = wait_lines(1, 'transformed', 'failed/')
failed = json.loads(failed)
assert failed['errorCode'] == 'Lambda.ProcessingFailedStatus', failed
assert base64.b64decode(failed['rawData']) == b'{"title":"no year"}'
wait_lines(4, 'transformed')
assert lines('transformed', '1920s/') == ['NOSFERATU']
assert lines('transformed', '2000s/') == ['AMÉLIE']
assert lines('transformed', '2010s/') == ['LO IMPOSIBLE']
put('transformed', '{"title":"throw","year":1999}', '{"title":"Whale Rider","year":2002}')
thrown = [json.loads(line) for line in wait_lines(3, 'transformed', 'failed/')][-2:]
assert {each['errorCode'] for each in thrown} == {'Lambda.FunctionError'}, thrown
assert all(each['attemptsMade'] == 2 and each['lambdaARN'].endswith(':films') for each in thrown), thrown
print('done')
