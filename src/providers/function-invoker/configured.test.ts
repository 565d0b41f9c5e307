import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../lib/clock.ts'
import { randomIds } from '../../lib/ids.ts'
import { reasonOf, recordedOptions } from '../language-model/recorded-options.contract.ts'
import { configuredFunctionInvoker } from './configured.ts'
import { functionArn, startHandler, writeModules } from './function-fixture.contract.ts'

const saying = (word: string): string => `export const handler = () => '${word}'`

describe('the functions of a configuration', () => {
  it('are found by the first entry that matches, qualifiers included', async () => {
    await using modules = await writeModules({ 'live.mjs': saying('live'), 'parse.mjs': saying('parse'), 'rest.mjs': saying('rest') })
    const entry = { maxConcurrency: 1, idempotent: false }
    await using invoker = configuredFunctionInvoker(
      [
        { ...entry, match: 'arn:aws:lambda:*:*:function:parse:live', module: modules.pathOf('live.mjs') },
        { ...entry, match: '*:function:parse*', module: modules.pathOf('parse.mjs') },
        { ...entry, match: 'arn:aws:lambda:us-east-1:*', module: modules.pathOf('rest.mjs') },
      ],
      {
        clock: systemClock,
        ids: randomIds,
        environment: process.env,
        valueBytes: 1000,
        nodeSeconds: 60,
        reload: false,
        onOutput: () => {},
      },
    )
    const ask = (arn: string) => invoker.invoke({ functionArn: arn, event: {} }, recordedOptions().options)

    const answers = await Promise.all(
      ['parse:live', 'parse:$LATEST', 'parse', 'other'].map((name) => ask(`arn:aws:lambda:us-east-1:123456789012:function:${name}`)),
    )
    const unmatched = await reasonOf(ask('arn:aws:lambda:eu-west-1:123456789012:function:other'))

    expect(answers.map(({ value }) => value)).toEqual(['live', 'parse', 'parse', 'rest'])
    expect(unmatched).toMatchObject({
      code: 'VALIDATION',
      retryable: false,
      message:
        'No function is configured for arn:aws:lambda:eu-west-1:123456789012:function:other: add an entry to functions in the configuration that matches it.',
    })
  })

  it('wait for a slot, in turns of the executions, and not on the time of their call', async () => {
    const text = 'export const handler = async (event) => { await new Promise((go) => setTimeout(go, 200)); return event.name }'
    await using started = await startHandler('handler.mjs', text, { maxConcurrency: 1, timeoutSeconds: 20 })
    const order: unknown[] = []
    const ask = async (executionArn: string, name: string) => {
      const { options, seen } = recordedOptions({ executionArn })
      order.push((await started.invoker.invoke({ functionArn, event: { name } }, options)).value)
      return seen.queued
    }

    const queued = await Promise.all([ask('a', 'a1'), ask('a', 'a2'), ask('a', 'a3'), ask('b', 'b1')])

    expect(order).toEqual(['a1', 'a2', 'b1', 'a3'])
    expect(queued).toEqual([[], [true, false], [true, false], [true, false]])
  })

  it('have their events written when their turn has come: thousands that wait take no memory for it', async () => {
    const text = 'export const handler = async (event) => { await new Promise((go) => setTimeout(go, event.ms)); return event.name }'
    await using started = await startHandler('handler.mjs', text, { maxConcurrency: 1 })
    const written: string[] = []
    const eventOf = (name: string) => ({
      ms: 200,
      get name() {
        written.push(name)
        return name
      },
    })
    const ask = (name: string) => started.invoker.invoke({ functionArn, event: eventOf(name) }, recordedOptions().options)

    const both = Promise.all([ask('first'), ask('second')])
    await sleep(10)
    const before = [...written]
    await both

    expect([before, written]).toEqual([['first'], ['first', 'second']])
  })

  it('are not called for a stop while they wait', async () => {
    const text =
      "import { appendFileSync } from 'node:fs'\nexport const handler = (event) => { appendFileSync('calls', 'x'); return new Promise((go) => setTimeout(go, event.ms)) }"
    await using started = await startHandler('handler.mjs', text, { maxConcurrency: 1 })
    const stop = new AbortController()
    const first = started.invoker.invoke({ functionArn, event: { ms: 300 } }, recordedOptions().options)
    const second = reasonOf(started.invoker.invoke({ functionArn, event: { ms: 0 } }, recordedOptions({ signal: stop.signal }).options))
    await sleep(10)

    stop.abort('stopped')

    expect(await second).toBe('stopped')
    await first
    await started.invoker.invoke({ functionArn, event: { ms: 0 } }, recordedOptions().options)
    expect(await readFile(started.modules.pathOf('calls'), 'utf8')).toBe('xx')
  })
})
