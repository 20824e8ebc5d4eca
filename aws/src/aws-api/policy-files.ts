/** The file of `aws/policies` that grants the action, of those which our own commands need. */
export function policyFileOf(action: string): 'provision.json' | 'service-graph-read.json' {
  return action === 'xray:GetServiceGraph' ? 'service-graph-read.json' : 'provision.json';
}
