import { describe, expect, it } from 'vitest'
import type { ExecutionEvent } from './event.ts'
import { everyKind, opening, running, stored, type EventLogFixture } from './event-log-fixture.contract.ts'

/** What a reader sees. */
export const readContract = (make: () => Promise<EventLogFixture>): void => {
  describe('read', () => {
    it('pages through any prefix', async () => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')
      await fixture.eventLog.append(lease, 2, everyKind)
      const all = stored([...opening, ...everyKind])

      for (let after = 0; after <= all.length; after++) {
        expect(await fixture.eventLog.read(start.executionArn, { after, limit: 3 })).toEqual(all.slice(after, after + 3))
      }
    })

    it.each(['Flow', 'Node'] as const)('fills its pages with %s events', async (eventType) => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')
      await fixture.eventLog.append(lease, 2, everyKind)
      const flow = ['flowInput', 'flowOutput', 'flowFailure']
      const node = ['nodeInput', 'nodeAction', 'nodeOutput', 'conditionResult', 'nodeFailure']
      const shown = stored([...opening, ...everyKind]).filter(
        (event) =>
          (eventType === 'Flow' ? flow : node).includes(event.type) &&
          !(event.type === 'nodeInput' && Object.keys(event.inputs).length === 0),
      )

      const first = await fixture.eventLog.read(start.executionArn, { after: 0, limit: 2, eventType })
      const rest = await fixture.eventLog.read(start.executionArn, { after: first.at(-1)?.sequence ?? 0, limit: 100, eventType })

      expect(first).toHaveLength(2)
      expect([...first, ...rest]).toEqual(shown)
    })

    it('ends a page at 4 MiB, but always has an event while there are more', async () => {
      await using fixture = await make()
      const { lease, start } = await running(fixture, 'a')
      const large = (size: number): ExecutionEvent => ({
        type: 'nodeOutput',
        at: 1_002,
        node: 'Big',
        path: '',
        outputs: { text: 'x'.repeat(size) },
      })
      const mebibyte = 1024 * 1024
      const sizes = [1.5, 1.5, 1.5, 5, 1].map((size) => size * mebibyte)
      for (const [index, size] of sizes.entries()) await fixture.eventLog.append(lease, 2 + index, [large(size)])

      const pages: number[] = []
      for (let after = 2; pages.length < 4; after += pages.at(-1) ?? 0)
        pages.push((await fixture.eventLog.read(start.executionArn, { after, limit: 100 })).length)

      expect(pages).toEqual([2, 1, 1, 1])
    })

    it('reads nothing of an execution that does not exist', async () => {
      await using fixture = await make()

      expect(await fixture.eventLog.read('nobody', { after: 0, limit: 10 })).toEqual([])
    })
  })

  describe('definition', () => {
    it('is kept by its hash', async () => {
      await using fixture = await make()

      expect(await fixture.eventLog.definition(fixture.target.definitionHash)).toBe(fixture.definition)
      await expect(fixture.eventLog.definition('unknown')).rejects.toThrow('There is no definition unknown')
    })
  })
}
