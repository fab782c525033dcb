# serve: --transitions 1500ms
# A stream is seen to be created and to be deleted, and takes nothing meanwhile.
from stage import *


def status():
    return firehose.describe_delivery_stream(DeliveryStreamName='slow')['DeliveryStreamDescription']['DeliveryStreamStatus']


create('slow', destination('slow'))
assert status() == 'CREATING'
refused(lambda: firehose.put_record(DeliveryStreamName='slow', Record={'Data': b'x'}), 'ResourceNotFoundException')
refused(lambda: firehose.delete_delivery_stream(DeliveryStreamName='slow'), 'ResourceInUseException')
wait('ACTIVE', lambda: status() == 'ACTIVE')
put('slow', 'x')
wait('an object', lambda: keys('slow'))
firehose.delete_delivery_stream(DeliveryStreamName='slow')
assert status() == 'DELETING'
assert firehose.list_delivery_streams()['DeliveryStreamNames'] == ['slow']
wait('its end', lambda: not firehose.list_delivery_streams()['DeliveryStreamNames'])
refused(status, 'ResourceNotFoundException')
print('done')
