# Source records are backed up as they came. As much is put as either buffer takes: nobody waits for an interval.
import gzip

from stage import *

films = destination('backed-up', megabytes=1, interval=900, ProcessingConfiguration=processing('AppendDelimiterToRecord'))
vault = destination('vault', megabytes=1, interval=900, Prefix='source/', CompressionFormat='GZIP')
create('backed-up', dict(films, S3BackupMode='Enabled', S3BackupConfiguration=vault))
refused(lambda: firehose.update_destination(
            DeliveryStreamName='backed-up', CurrentDeliveryStreamVersionId='1', DestinationId='destinationId-000000000001',
            ExtendedS3DestinationUpdate=dict(S3BackupMode='Disabled')),
        'InvalidArgumentException', 'Disabling S3 backup is not currently supported.')
records = [letter * 300_000 for letter in 'abcd']
for record in records:
    firehose.put_record(DeliveryStreamName='backed-up', Record={'Data': record.encode()})
wait('an object in each bucket', lambda: keys('backed-up') and keys('vault'))
[key] = keys('backed-up')
assert body('backed-up', key).decode() == ''.join(record + '\n' for record in records)
[key] = keys('vault')
assert key.startswith('source/') and key.endswith('.gz'), key
assert gzip.decompress(body('vault', key)).decode() == ''.join(records)
shown = firehose.describe_delivery_stream(DeliveryStreamName='backed-up')[
    'DeliveryStreamDescription']['Destinations'][0]['ExtendedS3DestinationDescription']
assert shown['S3BackupMode'] == 'Enabled' and shown['S3BackupDescription']['Prefix'] == 'source/', shown
print('done')
