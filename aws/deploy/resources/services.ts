import { attribute, ref, substitute, type TemplateResources } from '../cloudformation.ts';
import { trustDatabaseAuthorities } from '../database-authorities.ts';
import { ports } from '../ports.ts';
import { databaseUrl } from './database.ts';
import { createService } from './service.ts';

const privateDomain = 'cruddur.internal';

/** Both services, and the name by which the gateway finds activities. */
export function createServices(): TemplateResources {
  return {
    Cluster: { Type: 'AWS::ECS::Cluster', Properties: {} },
    PrivateNames: {
      Type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
      Properties: { Name: privateDomain, Vpc: ref('Network') },
    },
    ActivitiesName: {
      Type: 'AWS::ServiceDiscovery::Service',
      Properties: {
        Name: 'activities',
        NamespaceId: ref('PrivateNames'),
        DnsConfig: { RoutingPolicy: 'MULTIVALUE', DnsRecords: [{ Type: 'A', TTL: 10 }] },
        // ECS takes a task whose container is not healthy out of the name.
        HealthCheckCustomConfig: { FailureThreshold: 1 },
      },
    },
    ...createService({
      name: 'activities',
      logicalName: 'Activities',
      port: ports.activities,
      environment: {
        DATABASE_URL: substitute(databaseUrl),
        NODE_OPTIONS: trustDatabaseAuthorities,
      },
      secrets: {
        PGUSER: substitute('${DatabaseSecret}:username::'),
        PGPASSWORD: substitute('${DatabaseSecret}:password::'),
        DATABASE_AUTHORITIES: ref('DatabaseAuthoritiesSecretArn'),
      },
      secretArns: [ref('DatabaseSecret'), ref('DatabaseAuthoritiesSecretArn')],
      reachedBy: { ServiceRegistries: [{ RegistryArn: attribute('ActivitiesName', 'Arn') }] },
      // It makes its tables when it starts.
      dependsOn: ['DatabaseInstance', 'PrivateWayOut'],
    }),
    ...createService({
      name: 'gateway',
      logicalName: 'Gateway',
      port: ports.gateway,
      environment: {
        ACTIVITIES_URL: `http://activities.${privateDomain}:${ports.activities}`,
        // The load balancer appends the client's address to X-Forwarded-For, and only it can reach the gateway.
        CRUDDUR_TRUST_PROXY: 'true',
        CRUDDUR_CORS_ORIGINS: ref('FrontEndOrigin'),
      },
      secrets: {},
      secretArns: [],
      reachedBy: {
        LoadBalancers: [
          {
            ContainerName: 'gateway',
            ContainerPort: ports.gateway,
            TargetGroupArn: ref('GatewayTargets'),
          },
        ],
        HealthCheckGracePeriodSeconds: 60,
      },
      // Ready only when activities is.
      dependsOn: ['HttpListener', 'ActivitiesService'],
    }),
  };
}
