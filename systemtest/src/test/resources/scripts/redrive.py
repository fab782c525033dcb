# serve: --lambda films={scripts}/transform_films.py:handler
# The whole round: records fail, are looked at, what was wrong is mended, and they are sent again, once.
import os
import subprocess

from stage import *

create('failing', destination(
    'failing', Prefix='good/', ErrorOutputPrefix='failed/',
    ProcessingConfiguration=processing('AppendDelimiterToRecord', (
        'Lambda', dict(LambdaArn=f'arn:aws:lambda:us-east-1:{account}:function:nobody', NumberOfRetries='0',
                       BufferSizeInMBs='0.2', BufferIntervalInSeconds='1')))))
put('failing', '{"title":"Amélie","year":2001}', '{"title":"Nosferatu","year":1922}')
failed = [json.loads(line) for line in wait_lines(2, 'failing', 'failed/')]
assert {each['errorCode'] for each in failed} == {'Lambda.ResourceNotFound'}, failed
firehose.update_destination(
    DeliveryStreamName='failing', CurrentDeliveryStreamVersionId='1', DestinationId='destinationId-000000000001',
    ExtendedS3DestinationUpdate=dict(ProcessingConfiguration=processing('AppendDelimiterToRecord', (
        'Lambda', dict(LambdaArn=f'arn:aws:lambda:us-east-1:{account}:function:films', BufferSizeInMBs='0.2',
                       BufferIntervalInSeconds='1')))))


def redrive(*options):
    command = [os.environ['HYDRANT'], 'redrive', 's3://failing/failed/', '--stream', 'failing', '--json', *options]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended
    return ended.stdout


redrive('--dry-run')
assert not keys('failing', 'good/')
redrive()
assert sorted(wait_lines(2, 'failing', 'good/')) == ['AMÉLIE', 'NOSFERATU']
redrive()
put('failing', '{"title":"Lo imposible","year":2012}')
assert sorted(wait_lines(3, 'failing', 'good/')) == ['AMÉLIE', 'LO IMPOSIBLE', 'NOSFERATU']
print('done')
