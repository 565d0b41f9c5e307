import { describe, expect, it } from 'vitest'
import { abort, running, type EventLogFixture } from './event-log-fixture.contract.ts'
import type { ExecutionEvent } from './event.ts'

/** What every implementation of `Executions` counts. The flow of the fixture: Start, Each, a Loop Refine over Ask, Gather, End. */
export const summaryContract = (make: () => Promise<EventLogFixture>): void => {
  const counts = async ({ executions }: EventLogFixture, executionArn: string): Promise<Readonly<Record<string, unknown>>> => {
    const { nodes } = await executions.summary(executionArn)
    return Object.fromEntries(
      nodes.map(({ node, done, running: open, failed, retries, ...more }) => [node, [done, open, failed, retries, more]]),
    )
  }

  describe('summary', () => {
    it('counts the visits of each node, those in Loops behind the name of the Loop, and the elements', async () => {
      await using fixture = await make()
      const { start, lease } = await running(fixture, 'a')
      await fixture.eventLog.append(lease, 2, [
        output('Start', ''),
        begun('Each', '', { array: ['a', 'b', 'c'] }),
        ...element(0),
        output('Each', 'Each:1', { arrayItem: 'b', arraySize: 3 }),
        begun('Refine', 'Each:1'),
        output('Begin', 'Each:1/Refine:0'),
        begun('Ask', 'Each:1/Refine:0'),
        { ...visit('Ask', 'Each:1/Refine:0'), type: 'attempt', number: 2, cause: 'retry', error, notBefore: at },
        { ...visit('Ask', 'Each:1/Refine:0'), type: 'attempt', number: 3, cause: 'recovered' },
      ])
      const begunCounts = {
        Start: [1, 0, 0, 0, {}],
        Each: [0, 1, 0, 0, { elements: 2, arraySize: 3 }],
        Refine: [1, 1, 0, 0, {}],
        'Refine/Begin': [2, 0, 0, 0, {}],
        'Refine/Ask': [1, 1, 0, 1, {}],
        'Refine/Control': [1, 0, 0, 0, {}],
        Gather: [0, 0, 0, 0, { elements: 1 }],
      }

      expect(await counts(fixture, start.executionArn)).toEqual(begunCounts)
      await fixture.eventLog.append(lease, 2 + 2 + elementEvents + 6, [
        { ...visit('Ask', 'Each:1/Refine:0'), type: 'nodeFailure', ...error },
        { type: 'ended', at, status: 'Failed' },
      ])

      expect(await counts(fixture, start.executionArn)).toEqual({
        ...begunCounts,
        Each: [0, 0, 0, 0, { elements: 2, arraySize: 3 }],
        Refine: [1, 0, 0, 0, {}],
        'Refine/Ask': [1, 0, 1, 1, {}],
      })
    })

    it('has an Iterator done with its last element, or with an empty array', async () => {
      await using fixture = await make()
      const { start, lease } = await running(fixture, 'a')

      await fixture.eventLog.append(lease, 2, [begun('Each', '', { array: [] }), output('Gather', '')])

      expect(await counts(fixture, start.executionArn)).toEqual({
        Each: [1, 0, 0, 0, { elements: 0, arraySize: 0 }],
        Gather: [1, 0, 0, 0, {}],
      })
    })

    it('adds up the tokens of each model, and nothing runs once it is stopped', async () => {
      await using fixture = await make()
      const { start, lease } = await running(fixture, 'a')
      const { start: other, lease: otherLease } = await running(fixture, 'other')
      await fixture.eventLog.append(otherLease, 2, [action('m1', 100)])
      await fixture.eventLog.append(lease, 2, [
        begun('Ask', 'Each:0/Refine:0'),
        action('m1', 3),
        action('m2', 5),
        action('m1', 4),
        { ...visit('Ask', 'Each:0/Refine:0'), type: 'nodeAction', action: { ...call, operationName: 'PutObject' } },
      ])
      await fixture.eventLog.interrupt(start.executionArn, abort)

      expect(await fixture.executions.summary(start.executionArn)).toEqual({
        nodes: [{ node: 'Refine/Ask', done: 0, running: 0, failed: 0, retries: 0 }],
        usage: [
          { modelId: 'm1', inputTokens: 7, outputTokens: 14, totalTokens: 21 },
          { modelId: 'm2', inputTokens: 5, outputTokens: 10, totalTokens: 15 },
        ],
      })
      expect((await fixture.executions.summary(other.executionArn)).usage).toMatchObject([{ inputTokens: 100 }])
    })

    it('is the same however often it was asked for while the events came, and of one size', async () => {
      await using fixture = await make()
      const { start, lease } = await running(fixture, 'a')
      const { start: unseen, lease: unseenLease } = await running(fixture, 'unseen')
      const elements = 120
      let after = 2
      for (let index = 0; index < elements; index++) {
        const events = [
          ...(index === 0 ? [begun('Each', '', { array: Array.from({ length: elements }, () => 'a') })] : []),
          ...element(index, elements),
        ]
        for (const one of [lease, unseenLease]) await fixture.eventLog.append(one, after, events)
        after += events.length
        if (index % 7 === 0) await fixture.executions.summary(start.executionArn)
      }

      const summary = await fixture.executions.summary(start.executionArn)

      expect(summary).toEqual(await fixture.executions.summary(unseen.executionArn))
      expect(summary.nodes).toEqual([
        { node: 'Each', done: 1, running: 0, failed: 0, retries: 0, elements, arraySize: elements },
        ...['Refine', 'Refine/Begin', 'Refine/Ask', 'Refine/Control'].map((node) => ({
          node,
          done: elements,
          running: 0,
          failed: 0,
          retries: 0,
        })),
        { node: 'Gather', done: 0, running: 0, failed: 0, retries: 0, elements },
      ])
    })

    it('is empty for an execution that does not exist, or is forgotten', async () => {
      await using fixture = await make()
      const { start, lease } = await running(fixture, 'a')
      const many = Array.from({ length: 150 }, (_, index) => element(index)).flat()
      await fixture.eventLog.append(lease, 2, many)
      await fixture.eventLog.interrupt(start.executionArn, abort)
      expect((await fixture.executions.summary(start.executionArn)).nodes).not.toEqual([])

      for (let steps = 0; (await fixture.executions.retire({ async: abort.at + 1, invoke: 0 }, 100)) > 0; steps++)
        if (steps > 1_000) throw new Error('It has no end')

      expect(await fixture.executions.summary(start.executionArn)).toEqual({ nodes: [], usage: [] })
      expect(await fixture.executions.summary('nobody')).toEqual({ nodes: [], usage: [] })
      const { start: next } = await running(fixture, 'next')
      expect(await fixture.executions.summary(next.executionArn)).toEqual({ nodes: [], usage: [] })
    })
  })
}

const at = 1_002
const visit = (node: string, path: string) => ({ at, node, path }) as const
const error = { code: 'BAD_GATEWAY', message: 'm' } as const
const begun = (node: string, path: string, inputs = {}): ExecutionEvent => ({ ...visit(node, path), type: 'nodeInput', inputs })
const output = (node: string, path: string, outputs = {}): ExecutionEvent => ({ ...visit(node, path), type: 'nodeOutput', outputs })
const call = { serviceName: 'bedrock', operationName: 'Converse', requestId: 'r', request: {}, response: {} }
const action = (modelId: string, tokens: number): ExecutionEvent => {
  const usage = { inputTokens: tokens, outputTokens: 2 * tokens, totalTokens: 3 * tokens }
  return { ...visit('Ask', 'Each:0/Refine:0'), type: 'nodeAction', action: { ...call, request: { modelId }, response: { usage } } }
}

/** An element whose Loop ends after one iteration. */
const element = (index: number, arraySize = 3): readonly ExecutionEvent[] => {
  const [within, inside] = [`Each:${index}`, `Each:${index}/Refine:0`]
  return [
    output('Each', within, { arrayItem: 'a', arraySize }),
    begun('Refine', within),
    output('Begin', inside),
    begun('Ask', inside),
    output('Ask', inside),
    begun('Control', inside),
    output('Refine', within),
    begun('Gather', within),
  ]
}
const elementEvents = element(0).length
