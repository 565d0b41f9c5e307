import type { ExecutionQuery } from '../../engine/executions.ts'
import { inTime } from './in-time.ts'
import type { OperationContext } from './operation.ts'

const pageExecutions = 100

/** Stops every execution of either kind that runs by a flow, or by one alias of it, when this is asked. */
export const stopRunning = async (
  by: Pick<ExecutionQuery, 'aliasId'> & { readonly flowId: string },
  { caller: { account, region }, executions, engine }: OperationContext,
): Promise<void> => {
  for (let after: string | undefined, more = true; more;) {
    const { items, next } = await executions.list({
      account,
      region,
      ...by,
      status: 'Running',
      limit: pageExecutions,
      ...(after !== undefined && { after }),
    })
    await Promise.all(items.map(({ executionArn }) => inTime(engine.stop(executionArn, 'deleted'))))
    after = next
    more = next !== undefined
  }
}
