import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import type { CallOptions } from '../src/flow/capabilities/call-options.ts'
import { systemClock } from '../src/lib/clock.ts'
import { randomIds } from '../src/lib/ids.ts'
import { configuredFunctionInvoker } from '../src/providers/function-invoker/configured.ts'
import type { Figure } from './ratio.ts'
import { inTurns, percentile } from './ratio.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const calls = 2_000
const rounds = 7
const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:constant'
const event = {
  messageVersion: '1.0',
  node: { name: 'Ask', inputs: [{ name: 'text', type: 'String', expression: '$.data', value: 'tea' }] },
}
const handlers = {
  'constant.mjs': "export const handler = () => ({ said: 'constant' })",
  'constant.py': "def lambda_handler(event, context):\n    return {'said': 'constant'}\n",
} as const

/** Calls of local handlers, one after the other and four at once, beside bare child processes that answer a constant. */
export const benchFunctions = async function* (): AsyncGenerator<Figure> {
  await using running = new AsyncDisposableStack()
  const { path } = running.use(await temporaryDirectory())
  for (const [name, text] of Object.entries(handlers)) await writeFile(join(path, name), text)
  for (const name of Object.keys(handlers))
    for (const atOnce of [1, 4]) {
      await using invoker = configuredFunctionInvoker(
        [{ match: '*', module: join(path, name), maxConcurrency: atOnce, idempotent: false }],
        { clock: systemClock, ids: randomIds, environment: process.env, valueBytes: 6_291_456, nodeSeconds: 300, reload: false, onOutput },
      )
      using bare = bareChildren(atOnce)
      const waits: number[] = []
      const bareWaits: number[] = []
      const measure = async (): Promise<number> => many(atOnce, () => invoker.invoke({ functionArn, event }, options), waits)
      const compare = async (): Promise<number> => many(atOnce, (child) => bare.ask(child), bareWaits)
      await measure()
      await compare()
      waits.length = bareWaits.length = 0
      const { baseline, measured } = await inTurns(rounds, compare, measure)
      const what = `calls of ${name}, ${atOnce} at once`
      yield {
        name: what,
        unit: 'calls/s',
        measured,
        baseline: { name: 'calls/s of bare child processes', value: baseline },
      }
      const p99 = (values: readonly number[]): number => percentile(values, 99)
      yield { name: `${what}, p99`, unit: 'ms', measured: p99(waits), baseline: { name: 'ms of the bare ones', value: p99(bareWaits) } }
    }
}

const onOutput = (): void => {}
const options: CallOptions = {
  signal: new AbortController().signal,
  idempotencyKey: 'key',
  executionArn: 'arn',
  onBytes: () => {},
  onQueued: () => {},
}

/** So many callers, each one call after the other. */
const many = async (atOnce: number, call: (caller: number) => Promise<unknown>, waits: number[]): Promise<number> => {
  await Promise.all(
    Array.from({ length: atOnce }, async (_, caller) => {
      for (let count = 0; count < calls / atOnce; count++) {
        const begin = performance.now()
        await call(caller)
        waits.push(performance.now() - begin)
      }
    }),
  )
  return calls
}

const line = `${JSON.stringify(event)}\n`

const bareChildren = (count: number) => {
  const children = Array.from({ length: count }, () => {
    const child = spawn(process.execPath, ['bench/constant-child.ts'], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] })
    const channel = child.stdio[3]
    if (!(channel instanceof Duplex)) throw new Error('A child without a channel')
    return { child, channel }
  })
  return {
    async ask(index: number): Promise<void> {
      const channel = children[index]?.channel
      if (!channel) throw new Error(`There is no child ${index}`)
      channel.write(line)
      await once(channel, 'data')
    },
    [Symbol.dispose]: () => children.forEach(({ child }) => child.kill('SIGKILL')),
  }
}
