"""A boto3 client, with its standard retries, that sends to one stream until its standard input ends.

Usage: sender.py CLIENT STREAM BOOK. Writes to the file BOOK, a line each and at once: `sent CALL SIZE` before a call,
then `acknowledged CALL RECORDID...`, `refused CALL REASON` (the server answered with an error), or nothing (no answer to any
attempt).
"""
import sys
import threading
import time

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

BATCH = 20


def line(stream, client, call, index, size):
    """The same text as Line.java makes."""
    filler = "x" * (100 + (call * 37 + index * 101) % 1500)
    return f"{stream} {client} {call} {index} {size} {filler}\n".encode()


def main(client, stream, book):
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    firehose = boto3.client(
        "firehose", config=Config(retries={"mode": "standard", "total_max_attempts": 6}, connect_timeout=5, read_timeout=30)
    )
    call = 0
    while not over.is_set():
        size = 1 if call % 3 == 0 else BATCH
        records = [{"Data": line(stream, client, call, index, size)} for index in range(size)]
        print("sent", call, size, file=book)
        try:
            if size == 1:
                ids = [firehose.put_record(DeliveryStreamName=stream, Record=records[0])["RecordId"]]
            else:
                answer = firehose.put_record_batch(DeliveryStreamName=stream, Records=records)
                ids = [response.get("RecordId", "none") for response in answer["RequestResponses"]]
            print("acknowledged", call, *ids, file=book)
        except ClientError as error:
            print("refused", call, str(error).replace("\n", " "), file=book)
        except BotoCoreError:
            time.sleep(0.05)
        call += 1


if __name__ == "__main__":
    with open(sys.argv[3], "w", buffering=1) as opened:
        main(sys.argv[1], sys.argv[2], opened)
