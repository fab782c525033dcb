// Policies for a beginning: each allows what one job takes. They are those of docs/operations/users.md. A policy is
// { name, fields, of(values) }; the values of its fields are what stands after the field's name in `FIELDS`.

const S3 = "arn:aws:s3:::";

// What a policy asks for, by the field's name: what may be typed there.
export const FIELDS = {
    stream: { pattern: "[a-zA-Z0-9_.\\-]{1,64}", isRequired: true, example: "movies-netflix" },
    bucket: { pattern: "[a-z0-9.\\-]{3,63}", isRequired: true, example: "movies-netflix-000000000000" },
    prefix: { pattern: undefined, isRequired: false, example: "movies/" },
    names: { pattern: "[a-z0-9\\-]{1,40}", isRequired: true, example: "team-" },
};

// `region` and `account` are the server's.
const PRODUCER = {
    name: "producer",
    fields: ["stream"],
    of: ({ stream, region, account }) => [
        allow(["firehose:PutRecord", "firehose:PutRecordBatch"], streams(stream, region, account)),
    ],
};

const READER = {
    name: "reader",
    fields: ["bucket", "prefix"],
    of: ({ bucket, prefix = "" }) => [
        allow("s3:ListBucket", S3 + bucket),
        allow("s3:GetObject", `${S3}${bucket}/${literal(prefix)}*`),
    ],
};

const OPERATOR = {
    name: "operator",
    fields: [],
    of: () => [
        allow(["firehose:ListDeliveryStreams", "firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream",
            "hydrant:FlushDeliveryStream", "cloudwatch:GetMetricData", "cloudwatch:ListMetrics",
            "cloudformation:ListStacks", "cloudformation:DescribeStacks", "cloudformation:DescribeStackEvents"], "*"),
        allow(["s3:ListBucket", "s3:GetObject"], S3 + "*"),
    ],
};

const WATCHER = {
    name: "watcher",
    fields: [],
    of: () => [
        allow(["hydrant:GetMetrics", "cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"], "*"),
    ],
};

const DEPLOYER = {
    name: "deployer",
    fields: ["names"],
    of: ({ names, region, account }) => [
        allow("cloudformation:*", "*"),
        allow("firehose:*", streams(names + "*", region, account)),
        allow("s3:*", [`${S3}${names}*`, `${S3}${names}*/*`]),
        allow(["iam:CreateRole", "iam:DeleteRole", "iam:GetRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateRole",
            "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:GetRolePolicy", "iam:DeleteRolePolicy",
            "iam:ListRolePolicies", "iam:ListAttachedRolePolicies"], roles(names, account)),
        { ...allow("iam:PassRole", roles(names, account)),
            Condition: { StringEquals: { "iam:PassedToService": "firehose.amazonaws.com" } } },
    ],
};

const DELIVERY = {
    name: "delivery",
    fields: ["bucket"],
    of: ({ bucket }) => [
        allow(["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], S3 + bucket),
        allow(["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], `${S3}${bucket}/*`),
    ],
};

// Those that are of use to a user, and to a role, the likeliest first.
export const READY = {
    user: [PRODUCER, READER, OPERATOR, WATCHER, DEPLOYER],
    role: [DELIVERY, PRODUCER, READER, OPERATOR, WATCHER, DEPLOYER],
};

// Who may take a role.
export const TRUST = {
    firehose: account => document([{
        Effect: "Allow",
        Principal: { Service: "firehose.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": account } },
    }]),
    account: account => document([{
        Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole",
    }]),
};

// A policy's text, as it is stored.
export function textOf(policy, values) {
    return document(policy.of(values));
}

function document(statements) {
    return JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2);
}

function allow(actions, resources) {
    return { Effect: "Allow", Action: actions, Resource: resources };
}

function streams(name, region, account) {
    return `arn:aws:firehose:${region}:${account}:deliverystream/${name}`;
}

function roles(names, account) {
    return `arn:aws:iam::${account}:role/${names}*`;
}

// A key's characters that mean something in a policy, as themselves.
function literal(text) {
    return text.replace(/[*?$]/g, c => "${" + c + "}");
}
