import { ValidationException } from '../../contract/exceptions.ts'
import type { NewFlowAlias } from '../flow-alias.ts'
import type { FlowAliasResources } from '../resources.ts'
import { clientToken } from './client-token.ts'
import { aliasIdOf, flowIdOf } from './flow-identifier.ts'
import { aliasOf, flowRow } from './flow-row.ts'
import { afterNewest, newestKey, page } from './keyset.ts'
import { aliasRow, resolveAlias } from './resolve-alias.ts'
import type { PartitionOptions } from './resource-writes.ts'

/** The aliases of flows of one account and region. */
export const flowAliasResources = (options: PartitionOptions): FlowAliasResources => {
  const { partition, db, writes, clock, ids } = options
  return {
    async createFlowAlias(flowIdentifier, alias, creation) {
      const flow = flowIdOf(partition, flowIdentifier)
      const now = clock.now()
      const row = { ...partition, flow, id: ids.resource(), ...writtenRow(alias), created: now, updated: now }
      const client = clientToken('CreateFlowAlias', creation, { options, parameters: { flow, ...alias } })
      const { tags = {}, quota } = creation
      return aliasOf(await writes.createFlowAlias({ row, tags, quota, client }))
    },
    async getFlowAlias(flowIdentifier, aliasIdentifier) {
      const { alias } = await aliasRow(db, partition, { flowIdentifier, aliasIdentifier })
      return aliasOf(alias)
    },
    async updateFlowAlias(flowIdentifier, aliasIdentifier, alias) {
      const flowId = flowIdOf(partition, flowIdentifier)
      const aliasId = aliasIdOf(partition, flowId, aliasIdentifier)
      return aliasOf(await writes.updateFlowAlias({ partition, flowId, aliasId, written: writtenRow(alias), now: clock.now() }))
    },
    async listFlowAliases(flowIdentifier, { limit, after }) {
      const flow = flowIdOf(partition, flowIdentifier)
      const rows = await db
        .selectFrom('flow_aliases')
        .selectAll()
        .where((where) => where.and({ ...partition, flow }))
        .where(afterNewest(after))
        .orderBy('updated', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()
      // Looked at last: a flow that goes meanwhile is gone, not without aliases.
      await flowRow(db, partition, flow)
      return page(rows, { limit, item: aliasOf, key: newestKey })
    },
    async deleteFlowAlias(flowIdentifier, aliasIdentifier) {
      const flowId = flowIdOf(partition, flowIdentifier)
      const id = aliasIdOf(partition, flowId, aliasIdentifier)
      await writes.deleteFlowAlias({ partition, flowId, aliasId: id })
      return { flowId, id }
    },
    resolveAlias: (flowIdentifier, aliasIdentifier) => resolveAlias(db, partition, { flowIdentifier, aliasIdentifier }),
  }
}

const writtenRow = ({ name, description, routingConfiguration, concurrencyConfiguration }: NewFlowAlias) => {
  const version = routingConfiguration[0]?.flowVersion
  if (version === undefined) throw new ValidationException(`Alias ${name} needs a flowVersion in its routingConfiguration.`)
  const concurrency = concurrencyConfiguration ? JSON.stringify(concurrencyConfiguration) : null
  return { name, description: description ?? null, version, concurrency }
}
