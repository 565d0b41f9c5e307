import type { DeclaredFlow, NewFlow } from '../flow.ts'
import type { Partition } from '../partition.ts'
import type { FlowResources } from '../resources.ts'
import { canonicalHash } from './canonical-hash.ts'
import { clientToken } from './client-token.ts'
import { flowIdOf } from './flow-identifier.ts'
import { flowOf, flowRow, type FlowRow } from './flow-row.ts'
import { listFlows } from './list-flows.ts'
import type { PartitionOptions } from './resource-writes.ts'
import type { DeclareFlow } from './writes/declare-flows.ts'

/** The flows of one account and region. */
export const flowResources = (options: PartitionOptions): FlowResources => {
  const { partition, db, writes, clock, ids } = options
  return {
    async createFlow(flow, creation) {
      const row = newRow(flow, { ...partition, id: ids.resource(), now: clock.now() })
      const client = clientToken('CreateFlow', creation, { options, parameters: flow })
      const { tags = {}, quota } = creation
      return flowOf(await writes.createFlow({ row, tags, quota, client }))
    },
    async getFlow(flowIdentifier) {
      return flowOf(await flowRow(db, partition, flowIdOf(partition, flowIdentifier)))
    },
    async updateFlow(flowIdentifier, flow) {
      const flowId = flowIdOf(partition, flowIdentifier)
      return flowOf(await writes.updateFlow({ partition, flowId, written: writtenRow(flow), now: clock.now() }))
    },
    async deleteFlow(flowIdentifier, { skipResourceInUseCheck = false }) {
      const flowId = flowIdOf(partition, flowIdentifier)
      await writes.deleteFlow({ partition, flowId, skipResourceInUseCheck })
      return flowId
    },
    listFlows: (page) => listFlows(db, partition, page),
    async savePreparation(flowIdentifier, revision, { status, validations }) {
      const flowId = flowIdOf(partition, flowIdentifier)
      await writes.savePreparation({ partition, flowId, revision, status, validations: JSON.stringify(validations), now: clock.now() })
    },
    declareFlows: (flows) => writes.declareFlows(flows.map((flow) => declaration(flow, { ...partition, id: flow.id, now: clock.now() }))),
  }
}

interface NewKey extends Partition {
  readonly id: string
  readonly now: number
}

const writtenRow = ({ name, description, executionRoleArn, customerEncryptionKeyArn, definition }: NewFlow) => ({
  name,
  description: description ?? null,
  role: executionRoleArn,
  kms_key: customerEncryptionKeyArn ?? null,
  definition: definition ? JSON.stringify(definition) : null,
  definition_hash: definition ? canonicalHash(definition) : null,
})

const newRow = (flow: NewFlow, { account, region, id, now }: NewKey): FlowRow => ({
  account,
  region,
  id,
  ...writtenRow(flow),
  status: 'NotPrepared',
  validations: '[]',
  created: now,
  updated: now,
  revision: 1,
  last_version: 0,
})

const declaration = ({ definition, validations, alias, ...flow }: DeclaredFlow, key: NewKey): DeclareFlow => ({
  row: {
    ...newRow(flow, key),
    definition: JSON.stringify(definition),
    definition_hash: canonicalHash(definition),
    status: 'Prepared',
    validations: JSON.stringify(validations),
  },
  ...(alias && { alias }),
})
