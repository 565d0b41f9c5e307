import { describe, expect, it } from 'vitest'
import { startOf, abort, opening, owner, running, type EventLogFixture } from '../engine/event-log-fixture.contract.ts'
import type { PartitionResources } from './resources.ts'

export interface StoreFixture extends EventLogFixture {
  readonly resources: PartitionResources
}

const role = { name: 'flow', executionRoleArn: 'arn:aws:iam::123456789012:role/flow' }
const changed = { ...role, definition: { nodes: [{ name: 'Other', type: 'Input' }], connections: [] } } as const
const everything = { async: Infinity, invoke: Infinity }

/** What executions mean for the flows that they run, and flows for what executions need. */
export const deletionContract = (make: () => Promise<StoreFixture>): void => {
  describe('a running execution', () => {
    it.each(['async', 'invoke'] as const)('of kind %s keeps its flow and its alias from being deleted', async (kind) => {
      await using fixture = await make()
      const { resources, eventLog, target } = fixture
      const live = await resources.createFlowAlias(
        target.flowId,
        { name: 'live', routingConfiguration: [{ flowVersion: 'DRAFT' }] },
        { quota: 10 },
      )
      const { arn: aliasArn, id: aliasId } = live
      const start = { ...startOf(fixture, 'run'), aliasId, executionArn: `${aliasArn}/execution/run`, kind }
      expect(await eventLog.create(start, opening, owner)).toHaveProperty('lease')

      const inUse = { name: 'ConflictException', message: expect.stringContaining('the execution run is running') }
      await expect(resources.deleteFlowAlias(target.flowId, aliasId)).rejects.toMatchObject(inUse)
      await expect(resources.deleteFlow(target.flowId, { skipResourceInUseCheck: true })).rejects.toMatchObject(inUse)

      await eventLog.interrupt(start.executionArn, abort)
      await resources.deleteFlowAlias(target.flowId, aliasId)
      await resources.deleteFlow(target.flowId, {})
      expect(await fixture.executions.get(start.executionArn)).toMatchObject({ status: 'Aborted' })
    })

    it('keeps an alias from going with its version', async () => {
      await using fixture = await make()
      const { resources, eventLog, target } = fixture
      const { flowId } = target
      await resources.createFlowVersion(flowId, {}, { quota: 10 })
      const live = await resources.createFlowAlias(flowId, { name: 'live', routingConfiguration: [{ flowVersion: '1' }] }, { quota: 10 })
      const start = { ...startOf(fixture, 'run'), aliasId: live.id, flowVersion: '1', executionArn: `${live.arn}/execution/run` }
      expect(await eventLog.create(start, opening, owner)).toHaveProperty('lease')

      const deleted = resources.deleteFlowVersion(flowId, '1', { skipResourceInUseCheck: true })
      await expect(deleted).rejects.toMatchObject({ name: 'ConflictException' })
      expect(await resources.getFlowAlias(flowId, live.id)).toEqual(live)
    })

    it('does not begin by a flow that is gone', async () => {
      await using fixture = await make()
      const start = startOf(fixture, 'late')
      await fixture.resources.deleteFlow(fixture.target.flowId, {})

      expect(await fixture.eventLog.create(start, opening, owner)).toEqual({ refused: 'alias' })
    })
  })

  describe('a definition', () => {
    const retireAll = async ({ executions }: StoreFixture, endedBefore: typeof everything): Promise<void> => {
      while ((await executions.retire(endedBefore, 100)) > 0);
    }

    it('stays as long as an execution may need it, then goes', async () => {
      await using fixture = await make()
      const { resources, eventLog, target, definition } = fixture
      const { start } = await running(fixture, 'run')
      await resources.updateFlow(target.flowId, changed)
      await retireAll(fixture, everything)

      expect(await eventLog.definition(target.definitionHash)).toBe(definition)
      await eventLog.interrupt(start.executionArn, abort)
      await retireAll(fixture, { async: 0, invoke: 0 })
      expect(await eventLog.definition(target.definitionHash)).toBe(definition)
      await retireAll(fixture, everything)
      await expect(eventLog.definition(target.definitionHash)).rejects.toThrow('There is no definition')
    })

    it('stays as long as a version has it', async () => {
      await using fixture = await make()
      const { resources, eventLog, target, definition } = fixture
      const { flowId, definitionHash } = target
      await resources.createFlowVersion(flowId, {}, { quota: 10 })
      await resources.updateFlow(flowId, changed)
      await retireAll(fixture, everything)

      expect(await eventLog.definition(definitionHash)).toBe(definition)
      await resources.deleteFlowVersion(flowId, '1', {})
      await retireAll(fixture, everything)
      await expect(eventLog.definition(definitionHash)).rejects.toThrow('There is no definition')
    })

    it('is back when a flow has it again', async () => {
      await using fixture = await make()
      const { resources, eventLog, target, definition } = fixture
      await resources.updateFlow(target.flowId, changed)
      const { revision } = await resources.updateFlow(target.flowId, { ...role, definition: JSON.parse(definition) })
      await resources.savePreparation(target.flowId, revision, { status: 'Prepared', validations: [] })
      await retireAll(fixture, everything)

      expect(await eventLog.definition(target.definitionHash)).toBe(definition)
    })

    it('is shared by the flows that have the same', async () => {
      await using fixture = await make()
      const { resources, eventLog, target, definition } = fixture
      const other = await resources.createFlow({ ...role, definition: JSON.parse(definition) }, { quota: 10 })
      await resources.savePreparation(other.id, other.revision, { status: 'Prepared', validations: [] })
      await resources.deleteFlow(target.flowId, {})
      await retireAll(fixture, everything)

      expect(await eventLog.definition(target.definitionHash)).toBe(definition)
      await resources.deleteFlow(other.id, {})
      await retireAll(fixture, everything)
      await expect(eventLog.definition(target.definitionHash)).rejects.toThrow('There is no definition')
    })
  })
}
