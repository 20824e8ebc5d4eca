export { canIDeploy, type CanIDeployOptions, type MatrixCell, type Verdict } from './deploy/can-i-deploy.ts';
export {
  compareStatically,
  type ContractDocuments,
  type DocumentMismatch,
  type Incompatibility,
} from './deploy/compare-static.ts';
export { parseContractEdges, type ContractEdge } from './deploy/contract-edge.ts';
export { createGitHistory, type DeployedVersion, type DeploymentHistory } from './deploy/git-history.ts';
export { toAnswer, toVerdictText, type Answer, type AnswerOptions } from './deploy/verdict-text.ts';
