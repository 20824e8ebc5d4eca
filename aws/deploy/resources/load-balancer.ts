import { choose, ref, type TemplateResources, type TemplateValue } from '../cloudformation.ts';
import { ports } from '../ports.ts';
import { publicSubnets } from './network.ts';

/** The one public address. It gives each request an `X-Amzn-Trace-Id`, whose root becomes the trace's id. */
export function createLoadBalancer(): TemplateResources {
  const toGateway: TemplateValue = [{ Type: 'forward', TargetGroupArn: ref('GatewayTargets') }];
  return {
    LoadBalancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      DependsOn: 'InternetGatewayAttachment',
      Properties: {
        Type: 'application',
        Scheme: 'internet-facing',
        Subnets: publicSubnets,
        SecurityGroups: [ref('LoadBalancerSecurityGroup')],
        LoadBalancerAttributes: [
          { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
          { Key: 'deletion_protection.enabled', Value: ref('DeletionProtection') },
        ],
      },
    },
    GatewayTargets: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: {
        TargetType: 'ip',
        Protocol: 'HTTP',
        Port: ports.gateway,
        VpcId: ref('Network'),
        HealthCheckPath: '/ready',
        HealthCheckIntervalSeconds: 10,
        HealthCheckTimeoutSeconds: 5,
        HealthyThresholdCount: 2,
        // ECS replaces what is unhealthy here, and /ready asks for activities too: a new gateway would not help when it is
        // activities that restarts, so it is given a minute and a half.
        UnhealthyThresholdCount: 9,
        Matcher: { HttpCode: '200' },
        // The gateway's longest request takes 10 s.
        TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '15' }],
      },
    },
    HttpListener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: ref('LoadBalancer'),
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: choose(
          'UsesTls',
          [
            {
              Type: 'redirect',
              RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' },
            },
          ],
          toGateway,
        ),
      },
    },
    HttpsListener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Condition: 'UsesTls',
      Properties: {
        LoadBalancerArn: ref('LoadBalancer'),
        Protocol: 'HTTPS',
        Port: 443,
        SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        Certificates: [{ CertificateArn: ref('CertificateArn') }],
        DefaultActions: toGateway,
      },
    },
  };
}
