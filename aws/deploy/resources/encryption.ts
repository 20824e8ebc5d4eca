import { substitute, type TemplateResources } from '../cloudformation.ts';

/** One key for logs, database and alarms: CloudWatch cannot tell a topic that AWS's own key encrypts. */
export function createEncryption(): TemplateResources {
  return {
    Key: {
      Type: 'AWS::KMS::Key',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        Description: substitute('Logs, database and alarms of ${AWS::StackName}'),
        EnableKeyRotation: true,
        KeyPolicy: {
          Version: '2012-10-17',
          Statement: [
            {
              // What every key says, or nobody could ever change it again; IAM decides who of the account may.
              Sid: 'TheAccountOwnsTheKey',
              Effect: 'Allow',
              Principal: { AWS: substitute('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
              Action: 'kms:*',
              Resource: '*',
            },
            {
              Sid: 'LogGroupsOfThisAccount',
              Effect: 'Allow',
              Principal: { Service: substitute('logs.${AWS::Region}.amazonaws.com') },
              Action: [
                'kms:Encrypt',
                'kms:Decrypt',
                'kms:ReEncryptFrom',
                'kms:ReEncryptTo',
                'kms:GenerateDataKey',
                'kms:GenerateDataKeyWithoutPlaintext',
                'kms:DescribeKey',
              ],
              Resource: '*',
              Condition: {
                ArnLike: {
                  'kms:EncryptionContext:aws:logs:arn': substitute(
                    'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*',
                  ),
                },
              },
            },
            {
              Sid: 'AlarmsThatAreTold',
              Effect: 'Allow',
              Principal: { Service: 'cloudwatch.amazonaws.com' },
              Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
              Resource: '*',
              Condition: { StringEquals: { 'aws:SourceAccount': substitute('${AWS::AccountId}') } },
            },
          ],
        },
      },
    },
  };
}
