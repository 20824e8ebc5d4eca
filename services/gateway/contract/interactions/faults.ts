import { seeded, toRefusal, type GatewayInteraction, type Operation } from './operation.ts';

const downstreamFault: Omit<Operation, 'status' | 'answer'> = {
  description: 'a fault on request',
  operationId: 'downstreamFault',
  given: seeded,
  publicRequest: { path: '/api/faults/downstream-500' },
  path: '/api/faults/downstream',
};

export const faultInteractions: readonly GatewayInteraction[] = [
  toRefusal(downstreamFault, 'internal_error'),
];
