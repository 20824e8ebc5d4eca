import { ref, type TemplateResource, type TemplateValue } from '../cloudformation.ts';

/** What containers write to their standard output. The lines with the traces go to the group `cruddur`, by our own sink. */
export function createContainerLogs(service: string): TemplateResource {
  return {
    Type: 'AWS::Logs::LogGroup',
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      LogGroupName: { 'Fn::Sub': `/cruddur/\${Environment}/${service}` },
      RetentionInDays: ref('RetentionDays'),
      KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] },
    },
  };
}

export function containerLogsId(service: string): string {
  return `${service === 'gateway' ? 'Gateway' : 'Activities'}Logs`;
}

/** Never in the way: a log driver that waited for CloudWatch would stop the service at its next line. */
export function logConfiguration(service: string, container: string): TemplateValue {
  return {
    LogDriver: 'awslogs',
    Options: {
      'awslogs-group': ref(containerLogsId(service)),
      'awslogs-region': ref('AWS::Region'),
      'awslogs-stream-prefix': container,
      mode: 'non-blocking',
      'max-buffer-size': '4m',
    },
  };
}
