"""The function of function.py and function.sh."""
import base64
import json


def handler(event, context):
    return {'records': [answer(record) for record in event['records']]}


def answer(record):
    film = json.loads(base64.b64decode(record['data']))
    title = film['title']
    if title == 'throw':
        raise ValueError('this film is too much')
    if 'year' not in film:
        return dict(recordId=record['recordId'], result='ProcessingFailed', data=record['data'])
    if title == 'drop me':
        return dict(recordId=record['recordId'], result='Dropped', data=record['data'])
    return dict(recordId=record['recordId'], result='Ok', data=base64.b64encode(title.upper().encode()).decode(),
                metadata=dict(partitionKeys=dict(decade=f"{film['year'] // 10 * 10}s")))
