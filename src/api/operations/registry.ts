import type { OperationInput, OperationName, OperationOutput } from '../../contract/operations.ts'
import { createFlow } from './create-flow.ts'
import { createFlowAlias } from './create-flow-alias.ts'
import { createFlowVersion } from './create-flow-version.ts'
import { getExecutionFlowSnapshot } from './get-execution-flow-snapshot.ts'
import { getFlow } from './get-flow.ts'
import { getFlowAlias } from './get-flow-alias.ts'
import { getFlowExecution } from './get-flow-execution.ts'
import { invokeFlow } from './invoke-flow.ts'
import { listFlowExecutionEvents } from './list-flow-execution-events.ts'
import { listFlowExecutions } from './list-flow-executions.ts'
import { listFlows } from './list-flows.ts'
import type { Operation } from './operation.ts'
import { prepareFlow } from './prepare-flow.ts'
import { startFlowExecution } from './start-flow-execution.ts'
import { stopFlowExecution } from './stop-flow-execution.ts'

/** How each operation of the contract is answered. */
export const handlers = {
  CreateFlow: createFlow,
  GetFlow: getFlow,
  ListFlows: listFlows,
  PrepareFlow: prepareFlow,
  CreateFlowVersion: createFlowVersion,
  CreateFlowAlias: createFlowAlias,
  GetFlowAlias: getFlowAlias,
  InvokeFlow: invokeFlow,
  StartFlowExecution: startFlowExecution,
  GetFlowExecution: getFlowExecution,
  StopFlowExecution: stopFlowExecution,
  ListFlowExecutions: listFlowExecutions,
  ListFlowExecutionEvents: listFlowExecutionEvents,
  GetExecutionFlowSnapshot: getExecutionFlowSnapshot,
} satisfies { readonly [Name in OperationName]: Operation<OperationInput<Name>, OperationOutput<Name>> }
