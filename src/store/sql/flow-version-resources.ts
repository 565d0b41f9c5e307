import { sql } from 'kysely'
import { keyNumber } from '../../contract/page-key.ts'
import type { FlowVersionResources } from '../resources.ts'
import { clientToken } from './client-token.ts'
import { flowIdOf, noVersion } from './flow-identifier.ts'
import { flowRow, versionOf } from './flow-row.ts'
import { page } from './keyset.ts'
import type { PartitionOptions } from './resource-writes.ts'

/** The versions of flows of one account and region. */
export const flowVersionResources = (options: PartitionOptions): FlowVersionResources => {
  const { partition, db, writes, clock } = options
  return {
    async createFlowVersion(flowIdentifier, { description }, creation) {
      const flowId = flowIdOf(partition, flowIdentifier)
      const client = clientToken('CreateFlowVersion', creation, { options, parameters: { flowId, description } })
      const { quota } = creation
      const version = { partition, flowId, description: description ?? null, quota, client, now: clock.now() }
      return versionOf(await writes.createFlowVersion(version))
    },
    async getFlowVersion(flowIdentifier, version) {
      const { id: flow } = await flowRow(db, partition, flowIdOf(partition, flowIdentifier))
      const row = await db
        .selectFrom('flow_versions')
        .innerJoin('definitions', 'definitions.hash', 'flow_versions.definition_hash')
        .selectAll('flow_versions')
        .select('definitions.text as definition')
        .where((where) => where.and({ ...partition, flow, version }))
        .executeTakeFirst()
      if (!row) throw noVersion(flow, version)
      return versionOf(row)
    },
    async listFlowVersions(flowIdentifier, { limit, after }) {
      const flow = flowIdOf(partition, flowIdentifier)
      const rows = await db
        .selectFrom('flow_versions')
        .selectAll()
        .where((where) => where.and({ ...partition, flow }))
        .where(number, '>', after === undefined ? 0 : keyNumber(after))
        .orderBy(number)
        .limit(limit + 1)
        .execute()
      // Looked at last: a flow that goes meanwhile is gone, not without versions.
      await flowRow(db, partition, flow)
      return page(rows, { limit, item: versionOf, key: ({ version }) => version })
    },
    async deleteFlowVersion(flowIdentifier, version, { skipResourceInUseCheck = false }) {
      const flowId = flowIdOf(partition, flowIdentifier)
      await writes.deleteFlowVersion({ partition, flowId, version, skipResourceInUseCheck })
      return flowId
    },
  }
}

/** As the index over it is written. */
const number = sql<number>`cast(version as integer)`
