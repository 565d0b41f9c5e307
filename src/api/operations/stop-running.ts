import type { ExecutionQuery } from '../../engine/executions.ts'
import { inTime } from './in-time.ts'
import type { OperationContext } from './operation.ts'
import { pagesOf } from './pages-of.ts'

/** Stops every execution of either kind that runs by a flow, or by one alias of it, when this is asked. */
export const stopRunning = async (
  by: Pick<ExecutionQuery, 'aliasId'> & { readonly flowId: string },
  { caller: { account, region }, executions, engine }: OperationContext,
): Promise<void> => {
  const running = { account, region, ...by, status: 'Running', limit: 100 } as const
  for await (const page of pagesOf((from) => executions.list({ ...running, ...from })))
    await Promise.all(page.map(({ executionArn }) => inTime(engine.stop(executionArn, 'deleted'))))
}
