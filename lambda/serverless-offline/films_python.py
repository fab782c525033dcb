import base64


def upper(event, context):
    return {"records": [{"recordId": record["recordId"], "result": "Ok",
                         "data": base64.b64encode(base64.b64decode(record["data"]).upper()).decode()}
                        for record in event["records"]]}
