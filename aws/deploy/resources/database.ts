import { ref, substitute, type TemplateResources } from '../cloudformation.ts';
import { ports } from '../ports.ts';
import { databaseSubnets } from './network.ts';

const databaseName = 'cruddur';

/**
 * Without user and password, which PGUSER and PGPASSWORD bring. `verify-full`: only the database itself is talked to, which
 * is known by the certificates of DATABASE_AUTHORITIES.
 */
export const databaseUrl: string = `postgres://\${Database.Endpoint.Address}:${ports.database}/${databaseName}?sslmode=verify-full`;

export function createDatabase(): TemplateResources {
  const logGroup = '/aws/rds/cluster/${AWS::StackName}-activities/postgresql';
  return {
    DatabaseSecret: {
      Type: 'AWS::SecretsManager::Secret',
      // The snapshot that is left has its password; a new one can be set when it is restored.
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        // Encrypted by the account's own key for secrets, for which whoever may read it needs no further permission.
        Description: 'The user of activities, who also makes its tables',
        GenerateSecretString: {
          SecretStringTemplate: '{"username":"activities"}',
          GenerateStringKey: 'password',
          PasswordLength: 40,
          ExcludePunctuation: true,
        },
      },
    },
    DatabaseSubnets: {
      Type: 'AWS::RDS::DBSubnetGroup',
      Properties: { DBSubnetGroupDescription: 'No way out', SubnetIds: databaseSubnets },
    },
    DatabaseParameters: {
      Type: 'AWS::RDS::DBClusterParameterGroup',
      Properties: {
        Description: 'Connections are encrypted or refused',
        Family: 'aurora-postgresql17',
        Parameters: { 'rds.force_ssl': '1' },
      },
    },
    // Aurora would make it itself, and keep it for ever.
    DatabaseLogs: {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        LogGroupName: substitute(logGroup),
        RetentionInDays: ref('RetentionDays'),
        KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] },
      },
    },
    Database: {
      Type: 'AWS::RDS::DBCluster',
      DependsOn: 'DatabaseLogs',
      DeletionPolicy: 'Snapshot',
      UpdateReplacePolicy: 'Snapshot',
      Properties: {
        DBClusterIdentifier: substitute('${AWS::StackName}-activities'),
        Engine: 'aurora-postgresql',
        EngineVersion: '17.5',
        DatabaseName: databaseName,
        MasterUsername: substitute('{{resolve:secretsmanager:${DatabaseSecret}:SecretString:username}}'),
        MasterUserPassword: substitute('{{resolve:secretsmanager:${DatabaseSecret}:SecretString:password}}'),
        DBSubnetGroupName: ref('DatabaseSubnets'),
        DBClusterParameterGroupName: ref('DatabaseParameters'),
        VpcSecurityGroupIds: [{ 'Fn::GetAtt': ['DatabaseSecurityGroup', 'GroupId'] }],
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: ref('DatabaseMaxCapacity') },
        StorageEncrypted: true,
        KmsKeyId: ref('Key'),
        BackupRetentionPeriod: 7,
        CopyTagsToSnapshot: true,
        DeletionProtection: ref('DeletionProtection'),
        EnableCloudwatchLogsExports: ['postgresql'],
      },
    },
    DatabaseInstance: {
      Type: 'AWS::RDS::DBInstance',
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
      Properties: {
        Engine: 'aurora-postgresql',
        DBClusterIdentifier: ref('Database'),
        DBInstanceClass: 'db.serverless',
        PubliclyAccessible: false,
        AutoMinorVersionUpgrade: true,
      },
    },
  };
}
