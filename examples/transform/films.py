# What a delivery stream does to each film on its way into S3, as an AWS Lambda function in Python.
#
# The stream calls handler() with many records at once, and wants one answer for each of them, with the same recordId:
#   Ok                the record goes on; what is in "data" takes its place
#   Dropped           the record is left out, on purpose
#   ProcessingFailed  the record goes into an error object, as it came, so that nothing is lost
#
# The same file runs in AWS and in Hydrant:
#   hydrant serve --lambda films=examples/transform/films.py:handler
import base64
import json

SOUND_SINCE = 1929  # films before that are silent, and not wanted here


def handler(event, context):
    answers = [answer(record) for record in event["records"]]
    print(len(answers), "films, of which", sum(a["result"] == "Ok" for a in answers), "go on")  # is in the server's log
    return {"records": answers}


def answer(record):
    try:
        # Data travels in base64, since a record may be anything: text, a picture, something compressed.
        film = json.loads(base64.b64decode(record["data"]))
        year = film["YearOfRelease"]
        if year == 0:
            raise ValueError("nobody knows the year")
        if year < SOUND_SINCE:
            return {"recordId": record["recordId"], "result": "Dropped"}
        film["Title"] = film["Title"].upper()
        film["Decade"] = f"{year // 10 * 10}s"
        # Nothing stands between records in an object but what they bring: hence the new line.
        line = json.dumps(film, ensure_ascii=False) + "\n"
        return {"recordId": record["recordId"], "result": "Ok", "data": base64.b64encode(line.encode()).decode()}
    except Exception as error:
        # One bad record is no reason to fail the others with it: an exception here would have all of them tried again.
        print("not a film:", error)
        return {"recordId": record["recordId"], "result": "ProcessingFailed", "data": record["data"]}
