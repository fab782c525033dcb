# Parts of records go where their keys say; what has none becomes a line of an error object.
import base64

from stage import *

create('by-country', destination(
    'by-country', Prefix='films/!{partitionKeyFromQuery:pais}/', ErrorOutputPrefix='failed/!{firehose:error-output-type}/',
    DynamicPartitioningConfiguration=dict(Enabled=True),
    ProcessingConfiguration=processing(
        ('RecordDeAggregation', dict(SubRecordType='JSON')),
        ('MetadataExtraction', dict(JsonParsingEngine='JQ-1.6', MetadataExtractionQuery='{pais: .pais}')),
        'AppendDelimiterToRecord')))
put('by-country', '{"pais":"España","n":1}{"pais":"Perú","n":2}', 'no JSON', '{"n":3}{"pais":"España","n":4}')
wait_lines(5, 'by-country')
assert [json.loads(line)['n'] for line in lines('by-country', 'films/España/')] == [1, 4]
assert [json.loads(line)['n'] for line in lines('by-country', 'films/Perú/')] == [2]
failed = [json.loads(line) for line in lines('by-country', 'failed/processing-failed/')]
assert {each['errorCode'] for each in failed} == {'DynamicPartitioning.MetadataExtractionFailed'}, failed
assert sorted(base64.b64decode(each['rawData']).decode() for each in failed) == ['no JSON', '{"n":3}']
assert len(lines('by-country')) == 5
print('done')
