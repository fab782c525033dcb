# Objects give the bucket's owner full control, and say so to a policy that asks.
from stage import *

create('owned', destination('owned'))
iam.put_role_policy(RoleName='owned', PolicyName='work', PolicyDocument=json.dumps({
    'Version': '2012-10-17', 'Statement': [
        {'Effect': 'Allow', 'Action': ['s3:PutObject', 's3:PutObjectAcl'], 'Resource': 'arn:aws:s3:::owned/*',
         'Condition': {'StringEquals': {'s3:x-amz-acl': 'bucket-owner-full-control'}}}]}))
put('owned', 'Amélie')
wait('an object', lambda: keys('owned'))
acl = s3.get_object_acl(Bucket='owned', Key=keys('owned')[0])
assert [each['Permission'] for each in acl['Grants']] == ['FULL_CONTROL'], acl
print('done')
