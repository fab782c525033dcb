# A table of Glue is made, changed and read in its versions; what Hydrant has not is refused, once.
import boto3

from stage import refused

glue = boto3.client('glue')
glue.create_database(DatabaseInput={'Name': 'Boto_Films', 'Parameters': {'owner': 'ana'}}, Tags={'team': 'red'})
columns = [{'Name': 'title', 'Type': 'string'}, {'Name': 'cast', 'Type': 'array<struct<name:string>>'}]
table = {'Name': 'Titles', 'TableType': 'EXTERNAL_TABLE', 'PartitionKeys': [{'Name': 'year', 'Type': 'int'}],
         'StorageDescriptor': {'Columns': columns, 'Location': 's3://films/titles/'}}
glue.create_table(DatabaseName='boto_films', TableInput=table)
shown = glue.get_table(DatabaseName='BOTO_FILMS', Name='titles')['Table']
assert shown['StorageDescriptor']['Columns'] == columns and shown['VersionId'] == '0', shown
assert shown['CreateTime'] == shown['UpdateTime'] and shown['Retention'] == 0, shown

columns.append({'Name': 'price', 'Type': 'decimal(10,2)', 'Comment': 'in €'})
glue.update_table(DatabaseName='boto_films', TableInput=table, VersionId='0')
refused(lambda: glue.update_table(DatabaseName='boto_films', TableInput=table, VersionId='0'),
        'ConcurrentModificationException')
versions = [each for page in glue.get_paginator('get_table_versions').paginate(
    DatabaseName='boto_films', TableName='titles', PaginationConfig={'PageSize': 1}) for each in page['TableVersions']]
assert [len(each['Table']['StorageDescriptor']['Columns']) for each in versions] == [3, 2], versions

for number in range(5):
    glue.create_table(DatabaseName='boto_films', TableInput={'Name': f'raw_{number}'})
names = [each['Name'] for page in glue.get_paginator('get_tables').paginate(
    DatabaseName='boto_films', Expression='raw_.*', PaginationConfig={'PageSize': 2}) for each in page['TableList']]
assert names == [f'raw_{number}' for number in range(5)], names

refused(lambda: glue.get_table(DatabaseName='boto_films', Name='None'), 'EntityNotFoundException', 'Table None not found.')
refused(lambda: glue.create_database(DatabaseInput={'Name': 'boto_films'}), 'AlreadyExistsException')
error = refused(lambda: glue.get_partitions(DatabaseName='boto_films', TableName='titles'),
                'UnknownOperationException', 'Hydrant does not support GetPartitions of Glue.')
assert error.response['ResponseMetadata']['RetryAttempts'] == 0, error.response
arn = 'arn:aws:glue:us-east-1:000000000000:database/boto_films'
assert glue.get_tags(ResourceArn=arn)['Tags'] == {'team': 'red'}
glue.delete_database(Name='Boto_Films')
refused(lambda: glue.get_tables(DatabaseName='boto_films'), 'EntityNotFoundException', 'Database boto_films not found.')
print('done')
