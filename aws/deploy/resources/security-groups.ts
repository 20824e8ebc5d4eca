import {
  attribute,
  choose,
  ref,
  type TemplateResource,
  type TemplateResources,
  type TemplateValue,
} from '../cloudformation.ts';
import { ports } from '../ports.ts';

/** Who may open a connection to whom: the one chain from the load balancer to the database. */
export function createSecurityGroups(): TemplateResources {
  return {
    LoadBalancerSecurityGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'The load balancer: who may come in is AllowedCidr',
        VpcId: ref('Network'),
        SecurityGroupIngress: choose('UsesTls', [fromOutside(80), fromOutside(443)], [fromOutside(80)]),
        SecurityGroupEgress: [toNetwork(ports.gateway)],
      },
    },
    GatewaySecurityGroup: tasks('The gateway, from the load balancer', ports.gateway, 'LoadBalancer', [
      ...toTheWorld,
      toNetwork(ports.activities),
    ]),
    ActivitiesSecurityGroup: tasks('Activities, from the gateway', ports.activities, 'Gateway', [
      ...toTheWorld,
      toNetwork(ports.database),
    ]),
    DatabaseSecurityGroup: tasks('The database, from activities', ports.database, 'Activities', [
      // It opens no connection; without any rule there would be one to everywhere.
      { IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: '127.0.0.1/32', Description: 'None' },
    ]),
  };
}

/** Honeycomb, Rollbar and the services of AWS; names are resolved by the network itself, which no group filters. */
const toTheWorld: readonly TemplateValue[] = [
  { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0', Description: 'HTTPS' },
];

function tasks(
  description: string,
  port: number,
  from: string,
  egress: readonly TemplateValue[],
): TemplateResource {
  return {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: description,
      VpcId: ref('Network'),
      SecurityGroupIngress: [
        {
          IpProtocol: 'tcp',
          FromPort: port,
          ToPort: port,
          SourceSecurityGroupId: attribute(`${from}SecurityGroup`, 'GroupId'),
          Description: description,
        },
      ],
      SecurityGroupEgress: egress,
    },
  };
}

function fromOutside(port: number): TemplateValue {
  return {
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    CidrIp: ref('AllowedCidr'),
    Description: 'Who may come in',
  };
}

function toNetwork(port: number): TemplateValue {
  return {
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    CidrIp: attribute('Network', 'CidrBlock'),
    Description: 'Within the network',
  };
}
