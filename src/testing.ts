import 'reflect-metadata';

/**
 * What providers, and programs that ask the graph, are tested with: plain functions, for any test runner. They throw an Error that
 * says what was expected and what came.
 */
export {
  startUpstream,
  type CountingUpstream,
  type ReceivedCall,
  type UpstreamFault,
} from './conformance/counting-upstream.js';
export type { GraphAccess } from './conformance/graph-client.js';
export {
  checkPaging,
  checkPagingUnderFaults,
  type ListedInvoices,
  type NamedAccount,
} from './conformance/paging-oracle.js';
export { checkProvider, createConformance, type Conformance } from './conformance/provider-checks.js';
export type { ConformanceCheck, ProviderSubject } from './conformance/provider-subject.js';
export {
  startSandbox,
  type Sandbox,
  type SandboxCall,
  type SandboxFault,
  type SandboxOptions,
} from './conformance/sandbox.js';
