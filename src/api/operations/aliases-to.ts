import type { OperationContext } from './operation.ts'

/** The ids of the aliases that lead to a version. */
export const aliasesTo = async (
  version: string,
  { flowId, resources }: Pick<OperationContext, 'resources'> & { readonly flowId: string },
): Promise<readonly string[]> => {
  const ids: string[] = []
  for (let after: string | undefined, more = true; more;) {
    const { items, next } = await resources.listFlowAliases(flowId, { limit: 100, ...(after !== undefined && { after }) })
    ids.push(...items.filter(({ routingConfiguration: [to] }) => to?.flowVersion === version).map(({ id }) => id))
    after = next
    more = next !== undefined
  }
  return ids
}
