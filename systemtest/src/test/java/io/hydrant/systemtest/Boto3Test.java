package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What boto3 does otherwise than other clients, and what its users write.
class Boto3Test {
    /// boto3 announces every body with `Expect: 100-continue`, empty ones too.
    private static final String PUTS =
            """
            import boto3
            from botocore.config import Config
            from botocore.exceptions import ClientError
            s3 = boto3.client('s3', config=Config(read_timeout=5, retries={'max_attempts': 0}))
            s3.create_bucket(Bucket='odd')
            def full(): s3.put_object(Bucket='odd', Key='full', Body=b'123456789')
            def refused(**condition):
                try:
                    s3.put_object(Bucket='odd', **condition)
                    raise AssertionError('not refused')
                except ClientError as e:
                    print(e.response['Error']['Code'])
            s3.put_object(Bucket='odd', Key='folder/', Body=b''); full()
            refused(Key='folder/', Body=b'', IfNoneMatch='*'); full()
            refused(Key='nothing', Body=b'', IfMatch='"x"'); full()
            refused(Key='folder/', Body=b'abc', IfNoneMatch='*'); full()
            print('all answered')
            """;

    /// As much is put as either buffer takes: nobody waits for an interval.
    private static final String BACKUP =
            """
            import boto3, gzip, json, time
            from botocore.exceptions import ClientError
            firehose, iam, s3 = boto3.client('firehose'), boto3.client('iam'), boto3.client('s3')
            trust = {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 'sts:AssumeRole',
                     'Principal': {'Service': 'firehose.amazonaws.com'}}}
            def role(name):
                arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))['Role']['Arn']
                policy = {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 's3:PutObject',
                          'Resource': 'arn:aws:s3:::' + name + '/*'}}
                iam.put_role_policy(RoleName=name, PolicyName='put', PolicyDocument=json.dumps(policy))
                s3.create_bucket(Bucket=name)
                return dict(RoleARN=arn, BucketARN='arn:aws:s3:::' + name,
                            BufferingHints=dict(SizeInMBs=1, IntervalInSeconds=900))
            films = dict(role('films'), ProcessingConfiguration=dict(
                Enabled=True, Processors=[dict(Type='AppendDelimiterToRecord')]))
            vault = dict(role('vault'), Prefix='source/', CompressionFormat='GZIP')
            firehose.create_delivery_stream(DeliveryStreamName='films', ExtendedS3DestinationConfiguration=dict(
                films, S3BackupMode='Enabled', S3BackupConfiguration=vault))
            def update(version, **settings):
                firehose.update_destination(DeliveryStreamName='films', CurrentDeliveryStreamVersionId=version,
                    DestinationId='destinationId-000000000001', ExtendedS3DestinationUpdate=settings)
            try:
                update('1', S3BackupMode='Disabled')
                raise AssertionError('not refused')
            except ClientError as e:
                print(e.response['Error']['Message'])
            records = [letter * 300_000 for letter in 'abcd']
            for record in records:
                firehose.put_record(DeliveryStreamName='films', Record={'Data': record.encode()})
            def content(bucket):
                deadline = time.time() + 60
                while time.time() < deadline:
                    objects = s3.list_objects_v2(Bucket=bucket).get('Contents', [])
                    if objects:
                        return objects[0]['Key'], s3.get_object(Bucket=bucket, Key=objects[0]['Key'])['Body'].read()
                    time.sleep(0.1)
                raise AssertionError('nothing in ' + bucket)
            key, body = content('films')
            assert body.decode() == ''.join(record + chr(10) for record in records)
            key, body = content('vault')
            assert key.startswith('source/') and key.endswith('.gz'), key
            assert gzip.decompress(body).decode() == ''.join(records)
            destination = firehose.describe_delivery_stream(DeliveryStreamName='films')[
                'DeliveryStreamDescription']['Destinations'][0]['ExtendedS3DestinationDescription']
            print(destination['S3BackupMode'], destination['S3BackupDescription']['Prefix'], 'all there')
            """;

    /// Parts of records go where their keys say; what has none becomes a line of an error object.
    private static final String PARTITIONS =
            """
            import base64, boto3, json, time
            firehose, iam, s3 = boto3.client('firehose'), boto3.client('iam'), boto3.client('s3')
            trust = {'Version': '2012-10-17', 'Statement': {'Effect': 'Allow', 'Action': 'sts:AssumeRole',
                     'Principal': {'Service': 'firehose.amazonaws.com'}}}
            role = iam.create_role(RoleName='films', AssumeRolePolicyDocument=json.dumps(trust))['Role']['Arn']
            iam.put_role_policy(RoleName='films', PolicyName='put', PolicyDocument=json.dumps({'Version': '2012-10-17',
                'Statement': {'Effect': 'Allow', 'Action': 's3:PutObject', 'Resource': 'arn:aws:s3:::films/*'}}))
            s3.create_bucket(Bucket='films')
            def processor(kind, **parameters):
                return dict(Type=kind, Parameters=[
                    dict(ParameterName=name, ParameterValue=value) for name, value in parameters.items()])
            firehose.create_delivery_stream(DeliveryStreamName='films', ExtendedS3DestinationConfiguration=dict(
                RoleARN=role, BucketARN='arn:aws:s3:::films', Prefix='films/!{partitionKeyFromQuery:pais}/',
                ErrorOutputPrefix='failed/!{firehose:error-output-type}/',
                BufferingHints=dict(SizeInMBs=64, IntervalInSeconds=0),
                DynamicPartitioningConfiguration=dict(Enabled=True),
                ProcessingConfiguration=dict(Enabled=True, Processors=[
                    processor('RecordDeAggregation', SubRecordType='JSON'),
                    processor('MetadataExtraction', JsonParsingEngine='JQ-1.6',
                              MetadataExtractionQuery='{pais: .pais}'),
                    processor('AppendDelimiterToRecord')])))
            records = ['{"pais":"España","n":1}{"pais":"Perú","n":2}', 'no JSON', '{"n":3}{"pais":"España","n":4}']
            answer = firehose.put_record_batch(DeliveryStreamName='films',
                Records=[{'Data': record.encode()} for record in records])
            assert answer['FailedPutCount'] == 0
            def lines(prefix):
                listed = s3.list_objects_v2(Bucket='films', Prefix=prefix).get('Contents', [])
                return [line for each in listed for line in
                        s3.get_object(Bucket='films', Key=each['Key'])['Body'].read().decode().splitlines()]
            deadline = time.time() + 60
            while len(lines('')) < 5 and time.time() < deadline:
                time.sleep(0.1)
            assert [json.loads(line)['n'] for line in lines('films/España/')] == [1, 4]
            assert [json.loads(line)['n'] for line in lines('films/Perú/')] == [2]
            failed = [json.loads(line) for line in lines('failed/processing-failed/')]
            assert {each['errorCode'] for each in failed} == {'DynamicPartitioning.MetadataExtractionFailed'}
            raw = sorted(base64.b64decode(each['rawData']).decode() for each in failed)
            print(raw, 'and nothing else')
            """;

    @TempDir Path folder;

    @Test
    void sourceRecordsAreBackedUpAsTheyCame() throws IOException {
        Clients.Python python = Clients.python();
        try (ServerProcess server = ServerProcess.start(folder.resolve("server"))) {
            Map<String, String> environment = new HashMap<>(server.environment());
            environment.putAll(python.environment());
            Program.Ended ended = Program.run(environment, folder, python.command(), "-c", BACKUP);
            assertThat(ended.output())
                    .contains(
                            "Disabling S3 backup is not currently supported.",
                            "Enabled source/ all there");
        }
    }

    @Test
    void recordsArePartitionedByWhatIsInThem() throws IOException {
        Clients.Python python = Clients.python();
        try (ServerProcess server = ServerProcess.start(folder.resolve("server"))) {
            Map<String, String> environment = new HashMap<>(server.environment());
            environment.putAll(python.environment());
            Program.Ended ended =
                    Program.run(environment, folder, python.command(), "-c", PARTITIONS);
            assertThat(ended.output()).contains("['no JSON', '{\"n\":3}'] and nothing else");
        }
    }

    @Test
    void aPutAfterAnEmptyOrRefusedPutIsAnsweredAtOnce() throws IOException {
        Clients.Python python = Clients.python();
        try (ServerProcess server = ServerProcess.start(folder.resolve("server"))) {
            Map<String, String> environment = new HashMap<>(server.environment());
            environment.putAll(python.environment());
            Program.Ended ended = Program.run(environment, folder, python.command(), "-c", PUTS);
            assertThat(ended.output()).contains("PreconditionFailed", "NoSuchKey", "all answered");
        }
    }
}
