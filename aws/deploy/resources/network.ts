import {
  attribute,
  ref,
  type TemplateResource,
  type TemplateResources,
  type TemplateValue,
} from '../cloudformation.ts';

/** Two zones: the load balancer and the database want them. */
const zones = [0, 1] as const;

export const privateSubnets: TemplateValue = [ref('PrivateSubnet0'), ref('PrivateSubnet1')];
export const publicSubnets: TemplateValue = [ref('PublicSubnet0'), ref('PublicSubnet1')];
export const databaseSubnets: TemplateValue = [ref('DatabaseSubnet0'), ref('DatabaseSubnet1')];

/**
 * Public subnets hold the load balancer and the way out, private ones the tasks, which reach Honeycomb, Rollbar and AWS by
 * it; from the subnets of the database there is no way out at all.
 */
export function createNetwork(): TemplateResources {
  return {
    Network: {
      Type: 'AWS::EC2::VPC',
      Properties: { CidrBlock: '10.20.0.0/16', EnableDnsHostnames: true, EnableDnsSupport: true },
    },
    InternetGateway: { Type: 'AWS::EC2::InternetGateway', Properties: {} },
    InternetGatewayAttachment: {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { VpcId: ref('Network'), InternetGatewayId: ref('InternetGateway') },
    },
    ...subnets('Public', 0),
    ...subnets('Private', 10),
    ...subnets('Database', 20),
    NatAddress: {
      Type: 'AWS::EC2::EIP',
      DependsOn: 'InternetGatewayAttachment',
      Properties: { Domain: 'vpc' },
    },
    // One, for its price: when its zone is down, telemetry of the other zone waits, and is dropped and counted in the end.
    NatGateway: {
      Type: 'AWS::EC2::NatGateway',
      Properties: { AllocationId: attribute('NatAddress', 'AllocationId'), SubnetId: ref('PublicSubnet0') },
    },
    ...routes('Public', { GatewayId: ref('InternetGateway') }, 'InternetGatewayAttachment'),
    ...routes('Private', { NatGatewayId: ref('NatGateway') }),
    ...routes('Database'),
  };
}

function subnets(kind: string, firstThirdOctet: number): TemplateResources {
  return Object.fromEntries(
    zones.map((zone): [string, TemplateResource] => [
      `${kind}Subnet${zone}`,
      {
        Type: 'AWS::EC2::Subnet',
        Properties: {
          VpcId: ref('Network'),
          AvailabilityZone: { 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] },
          CidrBlock: `10.20.${firstThirdOctet + zone}.0/24`,
          MapPublicIpOnLaunch: false,
        },
      },
    ]),
  );
}

/** The table of one kind of subnet, with the way out that it has. */
function routes(kind: string, wayOut?: Record<string, TemplateValue>, dependsOn?: string): TemplateResources {
  const table = `${kind}Routes`;
  const resources: Record<string, TemplateResource> = {
    [table]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Network') } },
  };
  if (wayOut !== undefined)
    resources[`${kind}WayOut`] = {
      Type: 'AWS::EC2::Route',
      ...(dependsOn === undefined ? undefined : { DependsOn: dependsOn }),
      Properties: { RouteTableId: ref(table), DestinationCidrBlock: '0.0.0.0/0', ...wayOut },
    };
  for (const zone of zones)
    resources[`${kind}Routes${zone}`] = {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { RouteTableId: ref(table), SubnetId: ref(`${kind}Subnet${zone}`) },
    };
  return resources;
}
