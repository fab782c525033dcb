package io.hydrant.core.kms;

/// The key policies that AWS writes itself.
final class DefaultPolicies {
    private DefaultPolicies() {}

    /// Of a key that is made without one: the account's own policies decide.
    static String ofAccount(String account) {
        return """
        {
          "Version" : "2012-10-17",
          "Id" : "key-default-1",
          "Statement" : [ {
            "Sid" : "Enable IAM User Permissions",
            "Effect" : "Allow",
            "Principal" : {
              "AWS" : "arn:aws:iam::%s:root"
            },
            "Action" : "kms:*",
            "Resource" : "*"
          } ]
        }\
        """
                .formatted(account);
    }

    static String description(String service) {
        return "Default key that protects my "
                + (service.equals("s3") ? "S3 objects" : "data in " + service)
                + " when no other key is defined";
    }

    /// Of a service's own key: whoever is allowed to use the service, through the service.
    static String ofService(String service, String account, String region) {
        return """
        {
          "Version" : "2012-10-17",
          "Id" : "auto-%1$s-2",
          "Statement" : [ {
            "Sid" : "Allow access through %1$s for all principals in the account that are authorized to use %1$s",
            "Effect" : "Allow",
            "Principal" : {
              "AWS" : "*"
            },
            "Action" : [ "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey" ],
            "Resource" : "*",
            "Condition" : {
              "StringEquals" : {
                "kms:CallerAccount" : "%2$s",
                "kms:ViaService" : "%1$s.%3$s.amazonaws.com"
              }
            }
          }, {
            "Sid" : "Allow direct access to key metadata to the account",
            "Effect" : "Allow",
            "Principal" : {
              "AWS" : "arn:aws:iam::%2$s:root"
            },
            "Action" : [ "kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant" ],
            "Resource" : "*"
          } ]
        }\
        """
                .formatted(service, account, region);
    }
}
