#!/usr/bin/env python3
"""Makes directory.zip: make.py HYDRANT OUT.zip, HYDRANT being the program of version 0.2.0.

What is in the directory when its server is killed. Streams, each into a bucket and with a role of
its own name:

    plain     a buffer that is half full: 64 MiB or 15 minutes, nothing delivered
    gzip      GZIP: one object delivered, an intent that the role may not write, records behind it
    films     partitioned by jq, a newline appended, with a backup into the bucket films-backup: one
              delivery of three partitions, and of a record that is no JSON into an error object;
              records behind it that the role may not write

Beside them:

    objects   a bucket of objects with tags and metadata, one copied, and an upload of a part
    versions  a bucket with versions: two of an object, and one below a delete marker
    pipeline  a stack: bucket, role, policy, stream; two records wait in its stream
    reader    a user with a key, an inline policy, an attached policy, a tag
    metrics   the history of what it did

Beside it, as data/ beside payloads/: every acknowledged record, a line each, in a file per stream;
template.json, the stack's; reader.json, the user's key; upload.json, the upload that is not complete; versions.json, two ids.
"""

import atexit
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile

import boto3
from botocore.config import Config

HYDRANT, OUT = sys.argv[1], sys.argv[2]
WORK = pathlib.Path(tempfile.mkdtemp())
DATA = WORK / "data"
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"Service": "firehose.amazonaws.com"}}]}
QUERY = "{country: (.country // \"unknown\")}"
STREAMS = {
    "plain": {"Prefix": "plain/!{timestamp:yyyy}/", "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
              "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 900}},
    "gzip": {"CompressionFormat": "GZIP", "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 0}},
    "films": {
        "Prefix": "films/!{partitionKeyFromQuery:country}/", "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
        "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 0},
        "DynamicPartitioningConfiguration": {"Enabled": True},
        "ProcessingConfiguration": {"Enabled": True, "Processors": [
            {"Type": "MetadataExtraction", "Parameters": [
                {"ParameterName": "MetadataExtractionQuery", "ParameterValue": QUERY},
                {"ParameterName": "JsonParsingEngine", "ParameterValue": "JQ-1.6"}]},
            {"Type": "AppendDelimiterToRecord", "Parameters": [{"ParameterName": "Delimiter", "ParameterValue": "\\n"}]}]},
        "S3BackupMode": "Enabled",
        "S3BackupConfiguration": {"BucketARN": "arn:aws:s3:::films-backup", "Prefix": "backup/",
                                  "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 60}}},
}
TEMPLATE = {
    "AWSTemplateFormatVersion": "2010-09-09",
    "Resources": {
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "pipeline"}},
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "pipeline", "AssumeRolePolicyDocument": TRUST}},
        "Policy": {"Type": "AWS::IAM::Policy", "Properties": {
            "PolicyName": "write", "Roles": [{"Ref": "Role"}], "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"Fn::Sub": "${Bucket.Arn}/*"}}]}}},
        "Stream": {"Type": "AWS::KinesisFirehose::DeliveryStream", "DependsOn": "Policy", "Properties": {
            "DeliveryStreamName": "pipeline", "ExtendedS3DestinationConfiguration": {
                "RoleARN": {"Fn::GetAtt": ["Role", "Arn"]}, "BucketARN": {"Fn::GetAtt": ["Bucket", "Arn"]},
                "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 900}}}},
    },
    "Outputs": {"StreamName": {"Value": {"Ref": "Stream"}}},
}
acknowledged = {name: [] for name in [*STREAMS, "pipeline"]}


def serve():
    """Starts the server; its process becomes Java, so that its id is the one to kill."""
    server = subprocess.Popen([HYDRANT, "serve", "--listen", "127.0.0.1:0", "--data", str(DATA)],
                              stdout=subprocess.PIPE, text=True, env={**os.environ, "HYDRANT_CLASS_CACHE": "off"})
    for line in server.stdout:
        if line.startswith("ready on "):
            atexit.register(server.kill)
            return server, line.removeprefix("ready on ").strip()
    sys.exit("the server did not start")


def clients(endpoint):
    text = (DATA / "credentials").read_text()
    keys = {name: re.search(name + r"\s*=\s*(\S+)", text)[1] for name in ("aws_access_key_id", "aws_secret_access_key")}
    return [boto3.client(name, endpoint_url=endpoint, region_name="us-east-1",
                         config=Config(retries={"total_max_attempts": 1}), **keys)
            for name in ("s3", "iam", "firehose", "cloudformation")]


def end(server, how):
    server.send_signal(how)
    server.wait()


def put(firehose, stream, texts, end="\n"):
    records = [(text + end).encode() for text in texts]
    answer = firehose.put_record_batch(DeliveryStreamName=stream, Records=[{"Data": data} for data in records])
    assert answer["FailedPutCount"] == 0
    acknowledged[stream] += [text + "\n" for text in texts]


def wait(what, question):
    deadline = time.time() + 180
    while not question():
        assert time.time() < deadline, what
        time.sleep(0.05)


def count_of_objects(s3, bucket):
    return s3.list_objects_v2(Bucket=bucket)["KeyCount"]


def intents():
    """The buckets that intents name, those of processed records and of backups too."""
    found = set()
    for file in DATA.glob("log/**/*checkpoint"):
        try:
            text = file.read_text()
        except FileNotFoundError:
            continue  # it is being replaced
        if "{" in text:
            document, _ = json.JSONDecoder().raw_decode(text[text.index("{"):])
            found |= {intent["bucket"] for intent in document["intents"]}
    return found


def allow(iam, role, *buckets):
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject",
                "Resource": [f"arn:aws:s3:::{bucket}/*" for bucket in buckets]}]}
    iam.put_role_policy(RoleName=role, PolicyName="write", PolicyDocument=json.dumps(document))


def forbid(iam, role):
    iam.delete_role_policy(RoleName=role, PolicyName="write")


def film(number, country):
    return json.dumps({"title": f"Amélie {number}", "country": country}, ensure_ascii=False)


server, endpoint = serve()
s3, iam, firehose, cloudformation = clients(endpoint)

s3.create_bucket(Bucket="films-backup")
for name, destination in STREAMS.items():
    s3.create_bucket(Bucket=name)
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    allow(iam, name, name, name + "-backup")
    if "S3BackupConfiguration" in destination:
        destination["S3BackupConfiguration"]["RoleARN"] = arn
    firehose.create_delivery_stream(
        DeliveryStreamName=name, Tags=[{"Key": "kept", "Value": "sí"}],
        ExtendedS3DestinationConfiguration={"RoleARN": arn, "BucketARN": f"arn:aws:s3:::{name}", **destination})
cloudformation.create_stack(StackName="pipeline", TemplateBody=json.dumps(TEMPLATE), Capabilities=["CAPABILITY_NAMED_IAM"])
cloudformation.get_waiter("stack_create_complete").wait(StackName="pipeline", WaiterConfig={"Delay": 1})

# What people keep.
s3.create_bucket(Bucket="objects")
s3.put_object(Bucket="objects", Key="año/film ñ.txt", Body=b"Nosferatu\n", ContentType="text/plain", Metadata={"year": "1922"},
              Tagging="kind=film&place=m%C3%A1laga")
s3.put_object(Bucket="objects", Key="empty", Body=b"")
s3.copy_object(Bucket="objects", Key="copy", CopySource={"Bucket": "objects", "Key": "año/film ñ.txt"})
upload = s3.create_multipart_upload(Bucket="objects", Key="parts")["UploadId"]
part = s3.upload_part(Bucket="objects", Key="parts", UploadId=upload, PartNumber=1, Body=b"Metropolis\n")
s3.create_bucket(Bucket="versions")
s3.put_bucket_versioning(Bucket="versions", VersioningConfiguration={"Status": "Enabled"})
s3.put_bucket_tagging(Bucket="versions", Tagging={"TagSet": [{"Key": "kept", "Value": "yes"}]})
versions = [s3.put_object(Bucket="versions", Key="film", Body=text)["VersionId"] for text in (b"first\n", b"second\n")]
s3.put_object(Bucket="versions", Key="gone", Body=b"gone\n")
s3.delete_object(Bucket="versions", Key="gone")
iam.create_user(UserName="reader", Tags=[{"Key": "kept", "Value": "yes"}])
key = iam.create_access_key(UserName="reader")["AccessKey"]
iam.put_user_policy(UserName="reader", PolicyName="read", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::objects/*"}]}))
managed = iam.create_policy(PolicyName="put", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "firehose:PutRecord*", "Resource": "*"}]}))["Policy"]["Arn"]
iam.attach_user_policy(UserName="reader", PolicyArn=managed)

# Delivered, and the server stopped and started.
put(firehose, "gzip", [f"gzip 1.{i} Amélie" for i in range(5)])
wait("a gzip object", lambda: count_of_objects(s3, "gzip") == 1)
put(firehose, "films", [film(1, "España"), film(2, "Perú"), "no JSON", film(3, "España"), film(4, None)], end="")
wait("films and an error", lambda: count_of_objects(s3, "films") == 4 and count_of_objects(s3, "films-backup") == 1)
put(firehose, "plain", [f"plain 1.{i} Nosferatu" for i in range(5)])
end(server, signal.SIGTERM)
server, endpoint = serve()
s3, iam, firehose, cloudformation = clients(endpoint)

# Waiting.
for name in ("gzip", "films"):
    forbid(iam, name)
put(firehose, "gzip", [f"gzip 2.{i} Metrópolis" for i in range(20)])
put(firehose, "films", [film(i, "Chile" if i % 2 else "España") for i in range(5, 12)] + ["no JSON either"], end="")
wait("intents", lambda: {"gzip", "films", "films-backup"} <= intents())
put(firehose, "gzip", [f"gzip 3.{i} Das Cabinet" for i in range(7)])
put(firehose, "films", [film(i, "Perú") for i in range(12, 15)], end="")
put(firehose, "plain", [f"plain 2.{i} Sunrise" for i in range(4)])
put(firehose, "pipeline", ["pipeline 1.0 Vampyr", "pipeline 1.1 Faust"])
time.sleep(2)  # what is processed is kept before it is delivered
end(server, signal.SIGKILL)

with zipfile.ZipFile(OUT, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for path in sorted(DATA.rglob("*")):
        archive.write(path, pathlib.Path("data") / path.relative_to(DATA))
    for name, records in acknowledged.items():
        archive.writestr(f"payloads/{name}.txt", "".join(records))
    archive.writestr("reader.json", json.dumps({"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}))
    archive.writestr("upload.json", json.dumps({"id": upload, "etag": part["ETag"]}))
    archive.writestr("template.json", json.dumps(TEMPLATE))
    archive.writestr("versions.json", json.dumps(versions))
shutil.rmtree(WORK)
