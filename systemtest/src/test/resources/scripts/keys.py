"""Keys as boto3's users meet them: made, named, used, allowed, disabled, and deleted."""

import json

import boto3
from botocore.exceptions import ClientError

kms = boto3.client('kms')
iam = boto3.client('iam')


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as refusal:
        assert refusal.response['Error']['Code'] == code, refusal
        return refusal.response['Error']['Message']
    raise AssertionError('not refused with ' + code)


key = kms.create_key(Description='films', Tags=[{'TagKey': 'team', 'TagValue': 'red'}])['KeyMetadata']
kms.create_alias(AliasName='alias/keys-films', TargetKeyId=key['KeyId'])
assert key['Arn'] in [entry['KeyArn'] for page in kms.get_paginator('list_keys').paginate() for entry in page['Keys']]

context = {'film': 'A Trip to the Moon'}
made = kms.generate_data_key(KeyId='alias/keys-films', KeySpec='AES_256', EncryptionContext=context)
assert len(made['Plaintext']) == 32
again = kms.decrypt(CiphertextBlob=made['CiphertextBlob'], EncryptionContext=context)
assert again['Plaintext'] == made['Plaintext'] and again['KeyId'] == key['Arn']
refused('InvalidCiphertextException', kms.decrypt, CiphertextBlob=made['CiphertextBlob'])

# A user may do what the account's policies say, since the key's policy lets the account in.
iam.create_user(UserName='keys-ana')
secret = iam.create_access_key(UserName='keys-ana')['AccessKey']
ana = boto3.client('kms', aws_access_key_id=secret['AccessKeyId'], aws_secret_access_key=secret['SecretAccessKey'])
message = refused('AccessDeniedException', ana.encrypt, KeyId=key['KeyId'], Plaintext=b'x')
assert 'is not authorized to perform: kms:Encrypt on resource: ' + key['Arn'] in message, message
iam.put_user_policy(UserName='keys-ana', PolicyName='p', PolicyDocument=json.dumps({
    'Version': '2012-10-17',
    'Statement': {'Effect': 'Allow', 'Action': 'kms:Encrypt', 'Resource': key['Arn']}}))
blob = ana.encrypt(KeyId=key['KeyId'], Plaintext=b'of ana')['CiphertextBlob']
assert kms.decrypt(CiphertextBlob=blob)['Plaintext'] == b'of ana'

kms.enable_key_rotation(KeyId=key['KeyId'])
assert kms.get_key_rotation_status(KeyId=key['KeyId'])['KeyRotationEnabled']
kms.disable_key(KeyId=key['KeyId'])
refused('DisabledException', kms.decrypt, CiphertextBlob=blob)
kms.schedule_key_deletion(KeyId=key['KeyId'], PendingWindowInDays=7)
refused('KMSInvalidStateException', kms.decrypt, CiphertextBlob=blob)
kms.cancel_key_deletion(KeyId=key['KeyId'])
kms.enable_key(KeyId=key['KeyId'])
assert kms.decrypt(CiphertextBlob=blob)['Plaintext'] == b'of ana'
refused('UnsupportedOperationException', kms.create_key, KeySpec='RSA_2048', KeyUsage='SIGN_VERIFY')
refused('UnsupportedOperationException', kms.list_grants, KeyId=key['KeyId'])
kms.delete_alias(AliasName='alias/keys-films')
print('done')
