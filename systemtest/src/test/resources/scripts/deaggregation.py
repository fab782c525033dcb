# A record of several parts is taken apart at a delimiter of one's own, which is given in base64.
import base64

from stage import *

create('parts', destination(
    'parts', Prefix='!{partitionKeyFromQuery:day}/', ErrorOutputPrefix='failed/',
    DynamicPartitioningConfiguration=dict(Enabled=True),
    ProcessingConfiguration=processing(
        ('RecordDeAggregation', dict(SubRecordType='DELIMITED', Delimiter=base64.b64encode(b'||').decode())),
        ('MetadataExtraction', dict(JsonParsingEngine='JQ-1.6', MetadataExtractionQuery='{day: .at|strftime("%Y-%m-%d")}')),
        'AppendDelimiterToRecord')))
put('parts', '{"at":0,"n":1}||{"at":86400,"n":2}||{"at":1,"n":3}')
wait_lines(3, 'parts')
assert lines('parts', '1970-01-01/') == ['{"at":0,"n":1}', '{"at":1,"n":3}'], lines('parts')
assert lines('parts', '1970-01-02/') == ['{"at":86400,"n":2}']
print('done')
