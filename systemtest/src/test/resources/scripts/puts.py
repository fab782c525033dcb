# boto3 announces every body with `Expect: 100-continue`, empty ones too: what comes after a refused put is answered at once.
from stage import impatient, refused

s3 = impatient('s3')
s3.create_bucket(Bucket='odd')


def full():
    s3.put_object(Bucket='odd', Key='full', Body=b'123456789')


s3.put_object(Bucket='odd', Key='folder/', Body=b'')
full()
refused(lambda: s3.put_object(Bucket='odd', Key='folder/', Body=b'', IfNoneMatch='*'), 'PreconditionFailed')
full()
refused(lambda: s3.put_object(Bucket='odd', Key='nothing', Body=b'', IfMatch='"x"'), 'NoSuchKey')
full()
refused(lambda: s3.put_object(Bucket='odd', Key='folder/', Body=b'abc', IfNoneMatch='*'), 'PreconditionFailed')
full()
print('done')
