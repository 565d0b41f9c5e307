import type { Execution } from '../../engine/executions.ts'

/** What Get and List show of an execution alike. */
export const showExecution = ({ executionArn, flowId, aliasId, flowVersion, status, endedAt }: Execution) => ({
  executionArn,
  flowIdentifier: flowId,
  flowAliasIdentifier: aliasId,
  flowVersion,
  status,
  ...(endedAt !== undefined && { endedAt: new Date(endedAt).toISOString() }),
})
