import type { Execution } from '../../engine/executions.ts'

/** An execution as Sluice's own paths show it. */
export const viewOf = ({
  account: _account,
  region: _region,
  definitionHash: _hash,
  startedAt,
  endedAt,
  deadline,
  ...execution
}: Execution) => ({
  ...execution,
  startedAt: new Date(startedAt).toISOString(),
  ...(endedAt !== undefined && { endedAt: new Date(endedAt).toISOString() }),
  deadline: new Date(deadline).toISOString(),
})
