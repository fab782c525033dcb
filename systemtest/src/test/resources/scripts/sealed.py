"""Objects under keys, as boto3's users meet them: KMS in a template, by header, by default, and keys of one's own."""

import io
import os
import pathlib
import time
import urllib.request

import boto3
from botocore.exceptions import ClientError

kms = boto3.client('kms')
s3 = boto3.client('s3')
firehose = boto3.client('firehose')
formation = boto3.client('cloudformation')


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as refusal:
        assert refusal.response['Error']['Code'] == code, refusal
        return refusal.response['Error']['Message']
    raise AssertionError('not refused with ' + code)


template = pathlib.Path(__file__).parents[5] / 'examples/encrypted/pipeline.yaml'
formation.create_stack(StackName='sealed', TemplateBody=template.read_text(), Capabilities=['CAPABILITY_IAM'])
formation.get_waiter('stack_create_complete').wait(StackName='sealed', WaiterConfig={'Delay': 1})
outputs = {each['OutputKey']: each['OutputValue']
           for each in formation.describe_stacks(StackName='sealed')['Stacks'][0]['Outputs']}
key, bucket = outputs['KeyArn'], outputs['BucketName']

# By the bucket's default, in one piece and in many.
put = s3.put_object(Bucket=bucket, Key='k', Body=b'Nosferatu')
assert put['ServerSideEncryption'] == 'aws:kms' and put['SSEKMSKeyId'] == key and put['BucketKeyEnabled'], put
large = os.urandom(9 * 1024 * 1024 + 1)
s3.upload_fileobj(io.BytesIO(large), bucket, 'large')
back = io.BytesIO()
s3.download_fileobj(bucket, 'large', back)
assert back.getvalue() == large
url = s3.generate_presigned_url('get_object', Params={'Bucket': bucket, 'Key': 'k'})
assert urllib.request.urlopen(url).read() == b'Nosferatu'

# What a stream delivers.
firehose.put_record(DeliveryStreamName='sealed-films', Record={'Data': b'one\n'})
described = firehose.describe_delivery_stream(DeliveryStreamName='sealed-films')['DeliveryStreamDescription']
for name in ('S3DestinationDescription', 'ExtendedS3DestinationDescription'):
    assert described['Destinations'][0][name]['EncryptionConfiguration'] == {'KMSEncryptionConfig': {'AWSKMSKeyARN': key}}
deadline = time.time() + 60
while True:
    delivered = s3.list_objects_v2(Bucket=bucket, Prefix='films/').get('Contents', [])
    if delivered or time.time() > deadline:
        break
    time.sleep(0.2)
got = s3.get_object(Bucket=bucket, Key=delivered[0]['Key'])
assert got['Body'].read() == b'one\n' and got['SSEKMSKeyId'] == key, got

# A key that is disabled.
kms.disable_key(KeyId=key)
assert refused('KMS.DisabledException', s3.get_object, Bucket=bucket, Key='k') == key + ' is disabled.'
assert s3.head_object(Bucket=bucket, Key='k')['SSEKMSKeyId'] == key
kms.enable_key(KeyId=key)
assert s3.get_object(Bucket=bucket, Key='k')['Body'].read() == b'Nosferatu'

# A key of one's own.
own = {'SSECustomerAlgorithm': 'AES256', 'SSECustomerKey': os.urandom(32)}
s3.put_object(Bucket=bucket, Key='own', Body=b'Faust', **own)
assert s3.get_object(Bucket=bucket, Key='own', **own)['Body'].read() == b'Faust'
refused('InvalidRequest', s3.get_object, Bucket=bucket, Key='own')
other = dict(own, SSECustomerKey=os.urandom(32))
refused('AccessDenied', s3.get_object, Bucket=bucket, Key='own', **other)
source = {'CopySource' + name: value for name, value in own.items()}
s3.copy_object(Bucket=bucket, Key='again', CopySource=bucket + '/own', **source)
assert s3.head_object(Bucket=bucket, Key='again')['SSEKMSKeyId'] == key

s3.delete_objects(Bucket=bucket, Delete={'Objects': [
    {'Key': each['Key']} for each in s3.list_objects_v2(Bucket=bucket)['Contents']]})
formation.delete_stack(StackName='sealed')
print('done')
