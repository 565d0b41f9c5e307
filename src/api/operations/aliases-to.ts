import type { OperationContext } from './operation.ts'
import { pagesOf } from './pages-of.ts'

/** The ids of the aliases that lead to a version. */
export const aliasesTo = async (
  version: string,
  { flowId, resources }: Pick<OperationContext, 'resources'> & { readonly flowId: string },
): Promise<readonly string[]> => {
  const ids: string[] = []
  for await (const aliases of pagesOf((from) => resources.listFlowAliases(flowId, { limit: 100, ...from })))
    ids.push(...aliases.filter(({ routingConfiguration: [to] }) => to?.flowVersion === version).map(({ id }) => id))
  return ids
}
