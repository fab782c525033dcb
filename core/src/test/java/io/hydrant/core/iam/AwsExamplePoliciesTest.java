package io.hydrant.core.iam;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Policies as AWS's user guides, its CDK and the Serverless framework write them may be stored. In
/// policies here `'` stands for `"`.
class AwsExamplePoliciesTest {
    private static final String VERSION = "'Version':'2012-10-17',";

    /// For a bucket `amzn-s3-demo-bucket`.
    static final List<String> OF_BUCKETS =
            List.of(
                    """
                    'Id':'PutObjPolicy','Statement':[{'Sid':'DenyObjectsThatAreNotSSEKMS','Principal':'*','Effect':'Deny','Action':'s3:PutObject',
                    'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*','Condition':{'Null':{'s3:x-amz-server-side-encryption-aws-kms-key-id':'true'}}}]\
                    """,
                    """
                    'Statement':[{'Sid':'PolicyForAllowUploadWithACL','Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'s3:PutObject',
                    'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*','Condition':{'StringEquals':{'s3:x-amz-acl':'bucket-owner-full-control'}}}]\
                    """,
                    """
                    'Statement':[{'Sid':'AddCannedAcl','Effect':'Allow','Principal':{'AWS':['arn:aws:iam::111122223333:root','arn:aws:iam::444455556666:root']},
                    'Action':['s3:PutObject','s3:PutObjectAcl'],'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*','Condition':{'StringEquals':{'s3:x-amz-acl':['public-read']}}}]\
                    """,
                    """
                    'Id':'S3PolicyId1','Statement':[{'Sid':'IPAllow','Effect':'Deny','Principal':'*','Action':'s3:*',
                    'Resource':['arn:aws:s3:::amzn-s3-demo-bucket','arn:aws:s3:::amzn-s3-demo-bucket/*'],'Condition':{'NotIpAddress':{'aws:SourceIp':'192.0.2.0/24'}}}]\
                    """,
                    """
                    'Id':'PolicyId2','Statement':[{'Sid':'AllowIPmix','Effect':'Allow','Principal':'*','Action':'s3:*',
                    'Resource':['arn:aws:s3:::amzn-s3-demo-bucket','arn:aws:s3:::amzn-s3-demo-bucket/*'],
                    'Condition':{'IpAddress':{'aws:SourceIp':['192.0.2.0/24','2001:DB8:1234:5678::/64']},'NotIpAddress':{'aws:SourceIp':['203.0.113.1/32','2001:DB8:1234:5678:ABCD::1/128']}}}]\
                    """,
                    """
                    'Statement':[{'Sid':'RestrictToTLSRequestsOnly','Action':'s3:*','Effect':'Deny','Resource':['arn:aws:s3:::amzn-s3-demo-bucket','arn:aws:s3:::amzn-s3-demo-bucket/*'],
                    'Condition':{'Bool':{'aws:SecureTransport':'false'}},'Principal':'*'}]\
                    """,
                    """
                    'Id':'HTTP referer policy example','Statement':[{'Sid':'Allow only GET requests originating from www.example.com and example.com.','Effect':'Allow','Principal':'*',
                    'Action':['s3:GetObject','s3:GetObjectVersion'],'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*',
                    'Condition':{'StringLike':{'aws:Referer':['http://www.example.com/*','http://example.com/*']}}}]\
                    """,
                    """
                    'Id':'123','Statement':[{'Sid':'','Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::amzn-s3-demo-bucket/taxdocuments/*',
                    'Condition':{'Null':{'aws:MultiFactorAuthAge':true}}},
                    {'Sid':'','Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::amzn-s3-demo-bucket/taxdocuments/*','Condition':{'NumericGreaterThan':{'aws:MultiFactorAuthAge':3600}}},
                    {'Sid':'','Effect':'Allow','Principal':'*','Action':['s3:GetObject'],'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*'}]\
                    """,
                    """
                    'Statement':[{'Effect':'Allow','Principal':{'Service':'logdelivery.elasticloadbalancing.amazonaws.com'},'Action':'s3:PutObject',
                    'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/prefix/AWSLogs/111122223333/*'}]\
                    """,
                    """
                    'Statement':[{'Sid':'InventoryAndAnalyticsExamplePolicy','Effect':'Allow','Principal':{'Service':'s3.amazonaws.com'},'Action':'s3:PutObject',
                    'Resource':['arn:aws:s3:::amzn-s3-demo-bucket/*'],'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:s3:::amzn-s3-demo-source-bucket'},
                    'StringEquals':{'aws:SourceAccount':'111122223333','s3:x-amz-acl':'bucket-owner-full-control'}}}]\
                    """,
                    """
                    'Statement':[{'Sid':'AWSCloudTrailAclCheck20150319','Effect':'Allow','Principal':{'Service':'cloudtrail.amazonaws.com'},'Action':'s3:GetBucketAcl',
                    'Resource':'arn:aws:s3:::amzn-s3-demo-bucket','Condition':{'StringEquals':{'aws:SourceArn':'arn:aws:cloudtrail:us-east-1:111122223333:trail/t'}}},
                    {'Sid':'AWSCloudTrailWrite20150319','Effect':'Allow','Principal':{'Service':'cloudtrail.amazonaws.com'},'Action':'s3:PutObject',
                    'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/AWSLogs/111122223333/*','Condition':{'StringEquals':{'s3:x-amz-acl':'bucket-owner-full-control'}}}]\
                    """,
                    """
                    'Statement':{'Sid':'AllowCloudFrontServicePrincipalReadOnly','Effect':'Allow','Principal':{'Service':'cloudfront.amazonaws.com'},'Action':'s3:GetObject',
                    'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*','Condition':{'StringEquals':{'AWS:SourceArn':'arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE'}}}\
                    """,
                    """
                    'Id':'PolicyForCloudFrontPrivateContent','Statement':[{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EH1HDMB1FH2TC'},
                    'Action':'s3:GetObject','Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*'}]\
                    """,
                    """
                    'Statement':[{'Sid':'PublicReadGetObject','Effect':'Allow','Principal':'*','Action':['s3:GetObject'],'Resource':['arn:aws:s3:::amzn-s3-demo-bucket/*']}]\
                    """,
                    """
                    'Statement':[{'Effect':'Deny','Principal':{'AWS':'111122223333'},'Action':'s3:GetObjectVersion','Resource':'arn:aws:s3:::amzn-s3-demo-bucket/HappyFace.jpg',
                    'Condition':{'StringNotEquals':{'s3:VersionId':'AaaHbAQitwiL_h47_44lRO2DDfLlBO5e'}}}]\
                    """,
                    """
                    'Statement':[{'Principal':{'AWS':'arn:aws:iam::111122223333:role/JohnDoe'},'Effect':'Allow','Action':['s3:GetObject','s3:GetObjectVersion'],
                    'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*','Condition':{'StringEquals':{'s3:ExistingObjectTag/environment':'production'}}}]\
                    """,
                    """
                    'Statement':[{'Principal':{'AWS':['arn:aws:iam::111122223333:role/JohnDoe']},'Effect':'Allow','Action':['s3:PutObjectTagging'],'Resource':['arn:aws:s3:::amzn-s3-demo-bucket/*'],
                    'Condition':{'ForAnyValue:StringEquals':{'s3:RequestObjectTagKeys':['Owner','CreationDate']}}}]\
                    """,
                    """
                    'Statement':[{'Sid':'statement1','Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:user/Dave'},'Action':'s3:ListBucket','Resource':'arn:aws:s3:::amzn-s3-demo-bucket',
                    'Condition':{'StringEquals':{'s3:prefix':'projects'}}},{'Sid':'statement2','Effect':'Deny','Principal':{'AWS':'arn:aws:iam::111122223333:user/Dave'},'Action':'s3:ListBucket',
                    'Resource':'arn:aws:s3:::amzn-s3-demo-bucket','Condition':{'StringNotEquals':{'s3:prefix':'projects'},'NumericGreaterThan':{'s3:max-keys':'10'}}}]\
                    """,
                    """
                    'Statement':[{'Sid':'statement1','Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:user/Dave'},'Action':'s3:PutObject','Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*',
                    'Condition':{'StringEquals':{'s3:x-amz-server-side-encryption':'AES256','s3:x-amz-storage-class':'STANDARD_IA'},'StringLike':{'s3:x-amz-copy-source':'source/public/*'}}}]\
                    """,
                    """
                    'Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':['arn:aws:s3:::amzn-s3-demo-bucket','arn:aws:s3:::amzn-s3-demo-bucket/*'],
                    'Condition':{'NumericLessThan':{'s3:TlsVersion':1.2}}}]\
                    """,
                    """
                    'Id':'Policy1415115909152','Statement':[{'Sid':'Access-to-specific-VPCE-only','Principal':'*','Action':'s3:*','Effect':'Deny',
                    'Resource':['arn:aws:s3:::amzn-s3-demo-bucket','arn:aws:s3:::amzn-s3-demo-bucket/*'],'Condition':{'StringNotEquals':{'aws:SourceVpce':'vpce-0abcdef1234567890'}}}]\
                    """,
                    """
                    'Statement':[{'Sid':'AllowGetObject','Principal':{'AWS':'*'},'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*',
                    'Condition':{'StringEquals':{'aws:PrincipalOrgID':['o-aa111bb222']}}}]\
                    """,
                    """
                    'Statement':[{'Sid':'Deny a presigned URL request if the signature is more than 10 min old','Effect':'Deny','Principal':'*','Action':'s3:*',
                    'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*','Condition':{'NumericGreaterThan':{'s3:signatureAge':600000}}},
                    {'Sid':'Allow only requests that use the Authorization header for request authentication. Deny presigned URL requests.','Effect':'Deny','Principal':'*','Action':'s3:*',
                    'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*','Condition':{'StringNotEquals':{'s3:authType':'REST-HEADER'}}}]\
                    """,
                    """
                    'Statement':[{'Sid':'BlockNonConditionalObjectCreation','Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*',
                    'Condition':{'Null':{'s3:if-none-match':'true'}}}]\
                    """,
                    """
                    'Id':'','Statement':[{'Sid':'Set-permissions-for-objects','Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/service-role/source'},
                    'Action':['s3:ReplicateObject','s3:ReplicateDelete'],'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*'},{'Sid':'Set permissions on bucket','Effect':'Allow',
                    'Principal':{'AWS':'arn:aws:iam::111122223333:role/service-role/source'},'Action':['s3:GetBucketVersioning','s3:PutBucketVersioning'],'Resource':'arn:aws:s3:::amzn-s3-demo-bucket'}]\
                    """,
                    // The CDK's: autoDeleteObjects, server access logs; a deployment bucket's
                    """
                    'Statement':[{'Action':['s3:DeleteObject*','s3:GetBucket*','s3:List*','s3:PutBucketPolicy'],'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/x'},
                    'Resource':['arn:aws:s3:::amzn-s3-demo-bucket','arn:aws:s3:::amzn-s3-demo-bucket/*']},{'Action':'s3:PutObject','Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:s3:::source'},
                    'StringEquals':{'aws:SourceAccount':'111122223333'}},'Effect':'Allow','Principal':{'Service':'logging.s3.amazonaws.com'},'Resource':'arn:aws:s3:::amzn-s3-demo-bucket/*'}]\
                    """,
                    """
                    'Statement':[{'Action':'s3:*','Effect':'Deny','Principal':'*','Resource':['arn:aws:s3:::amzn-s3-demo-bucket/*','arn:aws:s3:::amzn-s3-demo-bucket'],
                    'Condition':{'Bool':{'aws:SecureTransport':false}}}]\
                    """);

    static final List<String> OF_IDENTITIES =
            List.of(
                    "'Statement':[{'Effect':'Allow','Action':'*','Resource':'*'}]",
                    """
                    'Statement':[{'Effect':'Allow','NotAction':['iam:*','organizations:*','account:*'],'Resource':'*'},{'Effect':'Allow',
                    'Action':['account:GetAccountInformation','iam:CreateServiceLinkedRole','organizations:DescribeOrganization'],'Resource':'*'}]\
                    """,
                    // What a delivery stream's role may do
                    """
                    'Statement':[{'Effect':'Allow','Action':['s3:AbortMultipartUpload','s3:GetBucketLocation','s3:GetObject','s3:ListBucket','s3:ListBucketMultipartUploads','s3:PutObject'],
                    'Resource':['arn:aws:s3:::amzn-s3-demo-bucket','arn:aws:s3:::amzn-s3-demo-bucket/*']},{'Effect':'Allow','Action':['kinesis:DescribeStream','kinesis:GetRecords'],
                    'Resource':'arn:aws:kinesis:us-east-1:111122223333:stream/s'},{'Effect':'Allow','Action':['kms:Decrypt','kms:GenerateDataKey'],'Resource':['arn:aws:kms:us-east-1:111122223333:key/k'],
                    'Condition':{'StringEquals':{'kms:ViaService':'s3.us-east-1.amazonaws.com'},'StringLike':{'kms:EncryptionContext:aws:s3:arn':'arn:aws:s3:::amzn-s3-demo-bucket/prefix*'}}},
                    {'Effect':'Allow','Action':['logs:PutLogEvents'],'Resource':['arn:aws:logs:us-east-1:111122223333:log-group:g:log-stream:s']}]\
                    """,
                    """
                    'Statement':[{'Sid':'AllowUserToSeeBucketListInTheConsole','Action':['s3:ListAllMyBuckets','s3:GetBucketLocation'],'Effect':'Allow','Resource':['arn:aws:s3:::*']},
                    {'Sid':'AllowListingOfUserFolder','Action':['s3:ListBucket'],'Effect':'Allow','Resource':['arn:aws:s3:::my-company'],
                    'Condition':{'StringLike':{'s3:prefix':['home/${aws:username}/*']},'StringEquals':{'s3:delimiter':['/']}}},
                    {'Sid':'AllowAllS3ActionsInUserFolder','Effect':'Allow','Action':['s3:*'],'Resource':['arn:aws:s3:::my-company/home/${aws:username}/*']}]\
                    """,
                    """
                    'Statement':[{'Sid':'AllowManageOwnPasswords','Effect':'Allow','Action':['iam:ChangePassword','iam:GetUser'],'Resource':'arn:aws:iam::*:user/${aws:username}'},
                    {'Sid':'DenyAllExceptListedIfNoMFA','Effect':'Deny','NotAction':['iam:CreateVirtualMFADevice','sts:GetSessionToken'],'Resource':'*',
                    'Condition':{'BoolIfExists':{'aws:MultiFactorAuthPresent':'false'}}}]\
                    """,
                    """
                    'Statement':[{'Sid':'DenyAllOutsideRequestedRegions','Effect':'Deny','NotAction':['cloudfront:*','iam:*','route53:*','support:*'],'Resource':'*',
                    'Condition':{'StringNotEquals':{'aws:RequestedRegion':['eu-central-1','eu-west-1']}}}]\
                    """,
                    """
                    'Statement':[{'Effect':'Allow','Action':'iam:PassRole','Resource':'arn:aws:iam::111122223333:role/delivery','Condition':{'StringEquals':{'iam:PassedToService':'firehose.amazonaws.com'}}}]\
                    """,
                    """
                    'Statement':[{'Effect':'Allow','Action':'s3:GetObject','Resource':'*','Condition':{'DateGreaterThan':{'aws:CurrentTime':'2020-04-01T00:00:00Z'},'DateLessThan':{'aws:CurrentTime':'2020-06-30T23:59:59Z'}}}]\
                    """,
                    """
                    'Statement':[{'Sid':'CreateOrChangeOnlyWithBoundary','Effect':'Allow','Action':['iam:AttachUserPolicy','iam:CreateUser','iam:PutUserPermissionsBoundary'],'Resource':'*',
                    'Condition':{'StringEquals':{'iam:PermissionsBoundary':'arn:aws:iam::123456789012:policy/XCompanyBoundaries'}}},{'Sid':'NoBoundaryPolicyEdit','Effect':'Deny',
                    'Action':['iam:CreatePolicyVersion','iam:DeletePolicy'],'Resource':['arn:aws:iam::123456789012:policy/XCompanyBoundaries']}]\
                    """,
                    """
                    'Statement':[{'Effect':'Allow','Action':'iam:AttachRolePolicy','Resource':'*','Condition':{'ArnEquals':{'iam:PolicyARN':'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'}}},
                    {'Effect':'Allow','Action':['ec2:StartInstances'],'Resource':'arn:aws:ec2:*:*:instance/*','Condition':{'StringEquals':{'aws:ResourceTag/Owner':'${aws:username}'},
                    'ForAllValues:StringEquals':{'aws:TagKeys':['Owner']}}}]\
                    """,
                    // The CDK's bootstrap
                    """
                    'Statement':[{'Sid':'PipelineCrossAccountArtifactsBucket','Effect':'Allow','Action':['s3:GetObject*','s3:GetBucket*','s3:List*','s3:Abort*','s3:DeleteObject*','s3:PutObject*'],
                    'Resource':'*','Condition':{'StringNotEquals':{'s3:ResourceAccount':'111122223333'}}},{'Sid':'PipelineCrossAccountArtifactsKey','Effect':'Allow','Action':['kms:Decrypt'],'Resource':'*',
                    'Condition':{'StringEquals':{'kms:ViaService':'s3.us-east-1.amazonaws.com'}}},{'Action':'iam:PassRole','Resource':'arn:aws:iam::111122223333:role/cdk-x','Effect':'Allow'},
                    {'Sid':'ReadVersion','Effect':'Allow','Action':['ssm:GetParameter'],'Resource':['arn:aws:ssm:us-east-1:111122223333:parameter/cdk-bootstrap/x/version']}]\
                    """,
                    """
                    'Statement':[{'Effect':'Allow','Action':['logs:CreateLogStream','logs:CreateLogGroup'],'Resource':['arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/service-dev*:*']}]\
                    """,
                    """
                    'Statement':{'Effect':'Allow','Action':'athena:*','Resource':'*','Condition':{'ForAnyValue:StringEquals':{'aws:CalledVia':['athena.amazonaws.com']},
                    'IpAddressIfExists':{'aws:SourceIp':['203.0.113.0/24']},'BoolIfExists':{'aws:ViaAWSService':'false'}}}\
                    """);

    static final List<String> OF_TRUST =
            List.of(
                    """
                    'Statement':[{'Sid':'','Effect':'Allow','Principal':{'Service':'firehose.amazonaws.com'},'Action':'sts:AssumeRole','Condition':{'StringEquals':{'sts:ExternalId':'111122223333'}}}]\
                    """,
                    """
                    'Statement':[{'Effect':'Allow','Principal':{'Service':'firehose.amazonaws.com'},'Action':'sts:AssumeRole','Condition':{'StringEquals':{'aws:SourceAccount':'111122223333'},
                    'ArnLike':{'aws:SourceArn':'arn:aws:firehose:us-east-1:111122223333:deliverystream/*'}}}]\
                    """,
                    """
                    'Statement':[{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:root'},'Action':'sts:AssumeRole','Condition':{'Bool':{'aws:MultiFactorAuthPresent':'true'}}}]\
                    """,
                    """
                    'Statement':[{'Effect':'Allow','Principal':{'Federated':'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com'},'Action':'sts:AssumeRoleWithWebIdentity',
                    'Condition':{'StringEquals':{'token.actions.githubusercontent.com:aud':'sts.amazonaws.com'},'StringLike':{'token.actions.githubusercontent.com:sub':'repo:octo/*'}}}]\
                    """,
                    """
                    'Statement':[{'Effect':'Allow','Principal':{'Federated':'arn:aws:iam::111122223333:saml-provider/ExampleCorp'},'Action':'sts:AssumeRoleWithSAML',
                    'Condition':{'StringEquals':{'SAML:aud':'https://signin.aws.amazon.com/saml'}}}]\
                    """,
                    """
                    'Statement':[{'Effect':'Allow','Principal':{'Federated':'cognito-identity.amazonaws.com'},'Action':'sts:AssumeRoleWithWebIdentity',
                    'Condition':{'StringEquals':{'cognito-identity.amazonaws.com:aud':'us-east-1:x'},'ForAnyValue:StringLike':{'cognito-identity.amazonaws.com:amr':'authenticated'}}}]\
                    """,
                    """
                    'Statement':[{'Effect':'Allow','Principal':{'Service':'pods.eks.amazonaws.com'},'Action':['sts:AssumeRole','sts:TagSession']}]\
                    """,
                    """
                    'Statement':[{'Effect':'Allow','Principal':{'Service':['ecs-tasks.amazonaws.com','ec2.amazonaws.com','states.us-east-1.amazonaws.com']},'Action':'sts:AssumeRole'}]\
                    """,
                    """
                    'Statement':[{'Sid':'RequireName','Effect':'Allow','Principal':{'AWS':'111122223333'},'Action':'sts:AssumeRole','Condition':{'StringLike':{'sts:RoleSessionName':'${aws:username}'}}}]\
                    """);

    @ParameterizedTest
    @FieldSource("OF_BUCKETS")
    void bucketPoliciesMayBeStored(String rest) {
        assertThatCode(() -> BucketPolicyValidation.check(document(rest), "amzn-s3-demo-bucket"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @FieldSource("OF_IDENTITIES")
    void policiesOfIdentitiesMayBeStored(String rest) {
        assertThatCode(() -> PolicyValidation.managedPolicy(document(rest)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @FieldSource("OF_TRUST")
    void trustPoliciesMayBeStored(String rest) {
        assertThatCode(() -> PolicyValidation.trustPolicy(document(rest)))
                .doesNotThrowAnyException();
    }

    private static String document(String rest) {
        return ("{" + VERSION + rest + "}").replace('\'', '"');
    }
}
