import type { OperationInput, OperationName, OperationOutput } from '../../contract/operations.ts'
import { createFlowAlias } from './create-flow-alias.ts'
import { createFlowVersion } from './create-flow-version.ts'
import { createFlow } from './create-flow.ts'
import { createPromptVersion } from './create-prompt-version.ts'
import { createPrompt } from './create-prompt.ts'
import { deleteFlowAlias } from './delete-flow-alias.ts'
import { deleteFlowVersion } from './delete-flow-version.ts'
import { deleteFlow } from './delete-flow.ts'
import { deletePrompt } from './delete-prompt.ts'
import { getExecutionFlowSnapshot } from './get-execution-flow-snapshot.ts'
import { getFlowAlias } from './get-flow-alias.ts'
import { getFlowExecution } from './get-flow-execution.ts'
import { getFlowVersion } from './get-flow-version.ts'
import { getFlow } from './get-flow.ts'
import { getPrompt } from './get-prompt.ts'
import { invokeFlow } from './invoke-flow.ts'
import { listFlowAliases } from './list-flow-aliases.ts'
import { listFlowExecutionEvents } from './list-flow-execution-events.ts'
import { listFlowExecutions } from './list-flow-executions.ts'
import { listFlowVersions } from './list-flow-versions.ts'
import { listFlows } from './list-flows.ts'
import { listPrompts } from './list-prompts.ts'
import { listTagsForResource } from './list-tags-for-resource.ts'
import type { Operation } from './operation.ts'
import { prepareFlow } from './prepare-flow.ts'
import { startFlowExecution } from './start-flow-execution.ts'
import { stopFlowExecution } from './stop-flow-execution.ts'
import { tagResource } from './tag-resource.ts'
import { untagResource } from './untag-resource.ts'
import { updateFlowAlias } from './update-flow-alias.ts'
import { updateFlow } from './update-flow.ts'
import { updatePrompt } from './update-prompt.ts'
import { validateFlowDefinition } from './validate-flow-definition.ts'

/** How each operation of the contract is answered. */
export const handlers = {
  CreateFlow: createFlow,
  GetFlow: getFlow,
  UpdateFlow: updateFlow,
  DeleteFlow: deleteFlow,
  ListFlows: listFlows,
  PrepareFlow: prepareFlow,
  ValidateFlowDefinition: validateFlowDefinition,
  CreateFlowVersion: createFlowVersion,
  GetFlowVersion: getFlowVersion,
  ListFlowVersions: listFlowVersions,
  DeleteFlowVersion: deleteFlowVersion,
  CreateFlowAlias: createFlowAlias,
  GetFlowAlias: getFlowAlias,
  UpdateFlowAlias: updateFlowAlias,
  ListFlowAliases: listFlowAliases,
  DeleteFlowAlias: deleteFlowAlias,
  CreatePrompt: createPrompt,
  GetPrompt: getPrompt,
  UpdatePrompt: updatePrompt,
  DeletePrompt: deletePrompt,
  ListPrompts: listPrompts,
  CreatePromptVersion: createPromptVersion,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
  InvokeFlow: invokeFlow,
  StartFlowExecution: startFlowExecution,
  GetFlowExecution: getFlowExecution,
  StopFlowExecution: stopFlowExecution,
  ListFlowExecutions: listFlowExecutions,
  ListFlowExecutionEvents: listFlowExecutionEvents,
  GetExecutionFlowSnapshot: getExecutionFlowSnapshot,
} satisfies { readonly [Name in OperationName]: Operation<OperationInput<Name>, OperationOutput<Name>> }
