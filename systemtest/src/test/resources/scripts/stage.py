"""What the scripts of this folder stand on: clients of the server that the environment names, roles, streams, and waiting."""
import json
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

firehose, iam, s3 = boto3.client('firehose'), boto3.client('iam'), boto3.client('s3')
account = boto3.client('sts').get_caller_identity()['Account']


def destination(bucket, interval=0, megabytes=64, **settings):
    """Settings of a destination, with its bucket, and a role of the same name that may write there and ask functions."""
    region = s3.meta.region_name
    place = {} if region == 'us-east-1' else dict(CreateBucketConfiguration=dict(LocationConstraint=region))
    s3.create_bucket(Bucket=bucket, **place)
    trust = {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 'sts:AssumeRole',
             'Principal': {'Service': 'firehose.amazonaws.com'}}}
    role = iam.create_role(RoleName=bucket, AssumeRolePolicyDocument=json.dumps(trust))['Role']['Arn']
    allow('s3:PutObject', bucket)
    return dict(RoleARN=role, BucketARN='arn:aws:s3:::' + bucket,
                BufferingHints=dict(SizeInMBs=megabytes, IntervalInSeconds=interval), **settings)


def allow(actions, bucket):
    iam.put_role_policy(RoleName=bucket, PolicyName='work', PolicyDocument=json.dumps({
        'Version': '2012-10-17', 'Statement': [
            {'Effect': 'Allow', 'Action': actions, 'Resource': 'arn:aws:s3:::' + bucket + '/*'},
            {'Effect': 'Allow', 'Action': 'lambda:InvokeFunction', 'Resource': '*'}]}))


def processing(*processors):
    """Each is a type, or a tuple of a type and its parameters."""
    def document(kind, parameters):
        return dict(Type=kind, Parameters=[
            dict(ParameterName=name, ParameterValue=value) for name, value in parameters.items()])
    return dict(Enabled=True, Processors=[
        document(*each) if isinstance(each, tuple) else document(each, {}) for each in processors])


def create(stream, extended):
    firehose.create_delivery_stream(DeliveryStreamName=stream, ExtendedS3DestinationConfiguration=extended)


def put(stream, *records):
    """Puts records, text or bytes, in one batch of which none may fail."""
    data = [record if isinstance(record, bytes) else record.encode() for record in records]
    answer = firehose.put_record_batch(DeliveryStreamName=stream, Records=[{'Data': each} for each in data])
    assert answer['FailedPutCount'] == 0, answer


def keys(bucket, prefix=''):
    return [each['Key'] for each in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get('Contents', [])]


def body(bucket, key):
    return s3.get_object(Bucket=bucket, Key=key)['Body'].read()


def lines(bucket, prefix=''):
    return [line for key in keys(bucket, prefix) for line in body(bucket, key).decode().splitlines()]


def wait(what, done):
    """Waits until `done()` is true."""
    deadline = time.time() + 60
    while not done():
        assert time.time() < deadline, 'not within a minute: ' + what
        time.sleep(0.1)


def wait_lines(count, bucket, prefix=''):
    wait(f'{count} lines in {bucket}/{prefix}', lambda: len(lines(bucket, prefix)) >= count)
    return lines(bucket, prefix)


def refused(call, code, text=''):
    try:
        call()
    except ClientError as e:
        assert e.response['Error']['Code'] == code and text in e.response['Error']['Message'], e
        return e
    raise AssertionError('not refused with ' + code)


def impatient(service):
    """A client that tries once, for what it does by itself to be seen."""
    return boto3.client(service, config=Config(read_timeout=5, retries={'max_attempts': 0}))
