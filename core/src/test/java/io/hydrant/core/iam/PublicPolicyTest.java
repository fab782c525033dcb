package io.hydrant.core.iam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is public in the sense of S3's public access block. In policies here `'` stands for `"`.
class PublicPolicyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Effect':'Allow','Principal':'*' | true",
                "'Effect':'Allow','Principal':{'AWS':'*'} | true",
                "'Effect':'Allow','Principal':{'AWS':['111122223333','*']} | true",
                "'Effect':'Allow','NotPrincipal':{'AWS':'111122223333'} | true",
                "'Effect':'Deny','Principal':'*' | false",
                "'Effect':'Allow','Principal':{'AWS':'111122223333'} | false",
                "'Effect':'Allow','Principal':{'Service':'logging.s3.amazonaws.com'} | false",
                "'Effect':'Allow','Principal':'*','Condition':{'StringEquals':{'aws:SourceVpc':'vpc-91237329'}} | false",
                "'Effect':'Allow','Principal':'*','Condition':{'StringLike':{'aws:SourceVpc':'vpc-*'}} | true",
                "'Effect':'Allow','Principal':'*','Condition':{'StringEquals':{'aws:PrincipalOrgID':['o-a','o-b']}} | false",
                "'Effect':'Allow','Principal':'*','Condition':{'StringEquals':{'aws:PrincipalAccount':'${aws:PrincipalTag/a}'}} | true",
                "'Effect':'Allow','Principal':'*','Condition':{'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/x'}} | false",
                "'Effect':'Allow','Principal':'*','Condition':{'ArnLike':{'aws:PrincipalArn':['arn:aws:iam::111122223333:role/x','arn:aws:iam::*:role/x']}} | true",
                "'Effect':'Allow','Principal':'*','Condition':{'IpAddress':{'aws:SourceIp':['192.0.2.0/24','10.0.0.0/8','2001:db8::/32','192.0.2.1']}} | false",
                "'Effect':'Allow','Principal':'*','Condition':{'IpAddress':{'aws:SourceIp':['192.0.2.0/24','0.0.0.0/1']}} | true",
                "'Effect':'Allow','Principal':'*','Condition':{'IpAddress':{'aws:SourceIp':'2001::/16'}} | true",
                "'Effect':'Allow','Principal':'*','Condition':{'NotIpAddress':{'aws:SourceIp':'192.0.2.0/24'}} | true",
                "'Effect':'Allow','Principal':'*','Condition':{'StringNotEquals':{'aws:SourceVpc':'vpc-1'}} | true",
                "'Effect':'Allow','Principal':'*','Condition':{'StringEqualsIfExists':{'aws:SourceVpc':'vpc-1'}} | true",
                "'Effect':'Allow','Principal':'*','Condition':{'ForAllValues:StringEquals':{'aws:SourceVpc':'vpc-1'}} | true",
                "'Effect':'Allow','Principal':'*','Condition':{'Null':{'aws:SourceVpc':'false'}} | true",
                "'Effect':'Allow','Principal':'*','Condition':{'StringLike':{'aws:Referer':'http://example.com/'}} | true",
                "'Effect':'Allow','Principal':'*','Condition':{'Bool':{'aws:SecureTransport':'true'}} | true",
                "'Effect':'Allow','Principal':'*','Condition':{'StringLike':{'aws:Referer':'x'},'StringEquals':{'AWS:sourceaccount':'111122223333'}} | false",
            })
    void aPolicyIsPublicUnlessItIsFixedWhoComes(String statement, boolean open) {
        String policy =
                ("{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'},{"
                                + statement
                                + ",'Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}]}")
                        .replace('\'', '"');
        assertThat(PublicPolicy.is(PolicyDocument.parse(policy))).isEqualTo(open);
    }
}
