package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// boto3 announces every body with `Expect: 100-continue`, empty ones too.
class Boto3Test {
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

    @TempDir Path folder;

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
