"""Records that are encrypted while they wait, as boto3's users meet them."""
import boto3
from stage import create, destination, firehose, refused, wait_lines

kms = boto3.client('kms')
stream = 'encryption-films'


def encryption():
    described = firehose.describe_delivery_stream(DeliveryStreamName=stream)['DeliveryStreamDescription']
    return described['DeliveryStreamEncryptionConfiguration']


def start(**key):
    firehose.start_delivery_stream_encryption(DeliveryStreamName=stream, **key)


def by(arn):
    return {'DeliveryStreamEncryptionConfigurationInput': {'KeyType': 'CUSTOMER_MANAGED_CMK', 'KeyARN': arn}}


def encrypted(text):
    return firehose.put_record(DeliveryStreamName=stream, Record={'Data': text + '\n'})['Encrypted']


create(stream, destination(stream, interval=1))
assert encryption() == {'Status': 'DISABLED'}, encryption()
assert not encrypted('in clear')
start()
assert encryption() == {'KeyType': 'AWS_OWNED_CMK', 'Status': 'ENABLED'}, encryption()
assert encrypted('under the server\'s key')

key = kms.create_key(Description='films')['KeyMetadata']['Arn']
start(**by(key))
assert encryption() == {'KeyARN': key, 'KeyType': 'CUSTOMER_MANAGED_CMK', 'Status': 'ENABLED'}, encryption()
assert encrypted('under a key of ours')
firehose.stop_delivery_stream_encryption(DeliveryStreamName=stream)
assert encryption()['Status'] == 'DISABLED'
assert not encrypted('in clear again')
assert sorted(wait_lines(4, stream)) == [
    'in clear', 'in clear again', 'under a key of ours', "under the server's key"]

kms.disable_key(KeyId=key)
refused(lambda: start(**by(key)), 'InvalidKMSResourceException', 'is disabled')
refused(lambda: start(DeliveryStreamEncryptionConfigurationInput={'KeyType': 'CUSTOMER_MANAGED_CMK'}),
        'InvalidArgumentException', 'KeyARN has to be specified')
print('done')
