# Parameters are put, read by name and by path, labelled and deleted; what Hydrant has not is refused, once.
import boto3

from stage import refused

ssm = boto3.client('ssm')
assert ssm.put_parameter(Name='/boto/a', Value='1', Type='String', Tags=[{'Key': 'team', 'Value': 'red'}]) \
    ['Version'] == 1
refused(lambda: ssm.put_parameter(Name='/boto/a', Value='2', Type='String'), 'ParameterAlreadyExists')
assert ssm.put_parameter(Name='/boto/a', Value='2', Overwrite=True)['Version'] == 2
ssm.put_parameter(Name='/boto/list', Value='x,y', Type='StringList')
ssm.put_parameter(Name='/boto/deep/secret', Value='s3cr3t ü', Type='SecureString')

shown = ssm.get_parameter(Name='/boto/a')['Parameter']
assert shown['Value'] == '2' and shown['Type'] == 'String' and shown['Version'] == 2, shown
assert shown['ARN'] == 'arn:aws:ssm:us-east-1:000000000000:parameter/boto/a', shown
assert ssm.get_parameter(Name=shown['ARN'] + ':1')['Parameter']['Value'] == '1'
assert ssm.label_parameter_version(Name='/boto/a', ParameterVersion=1, Labels=['old'])['InvalidLabels'] == []
assert ssm.get_parameter(Name='/boto/a:old')['Parameter']['Selector'] == ':old'

pages = ssm.get_paginator('get_parameters_by_path').paginate(
    Path='/boto', Recursive=True, WithDecryption=True, PaginationConfig={'PageSize': 1})
values = {each['Name']: each['Value'] for page in pages for each in page['Parameters']}
assert values == {'/boto/a': '2', '/boto/deep/secret': 's3cr3t ü', '/boto/list': 'x,y'}, values
assert 's3cr3t' not in ssm.get_parameter(Name='/boto/deep/secret')['Parameter']['Value']
found = ssm.describe_parameters(ParameterFilters=[{'Key': 'tag:team', 'Values': ['red']}])['Parameters']
assert [each['Name'] for each in found] == ['/boto/a'], found

refused(lambda: ssm.get_parameter(Name='/boto/none'), 'ParameterNotFound', 'Parameter /boto/none not found.')
refused(lambda: ssm.get_parameter(Name='/boto/a:9'), 'ParameterVersionNotFound')
error = refused(lambda: ssm.list_documents(), 'UnknownOperationException',
                'Hydrant does not support ListDocuments of Systems Manager.')
assert error.response['ResponseMetadata']['RetryAttempts'] == 0, error.response
gone = ssm.delete_parameters(Names=['/boto/a', '/boto/list', '/boto/deep/secret', '/boto/none'])
assert gone['InvalidParameters'] == ['/boto/none'], gone
print('done')
