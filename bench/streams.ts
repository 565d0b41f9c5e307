import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { bound } from '../scripts/bound.ts'
import { startServer } from '../scripts/start-server.ts'
import type { Figure } from './ratio.ts'

/** What one of 1,000 open streams costs the process that reads them. */
export interface StreamCost {
  /** On the heap and beside it, garbage collected. */
  readonly liveBytes: number
  readonly residentBytes: number
  /** Processor time until the first token. */
  readonly openingMs: number
  /** Processor time of each further one. */
  readonly tokenMs: number
}

const kinds = ['openai-compatible', 'openai', 'anthropic', 'google', 'bedrock']

/** 1,000 open streams of each kind of provider, each in a process of its own, beside Node's own client that reads nothing. */
export const benchStreams = async function* (): AsyncGenerator<Figure> {
  await using running = new AsyncDisposableStack()
  const server = running.adopt(await startServer('node', ['bench/stream-server.ts']), (process) => process.kill())
  const bare = await costOf('bare', server.endpoint)
  for (const kind of kinds) {
    const cost = await costOf(kind, server.endpoint)
    const figure = (name: string, unit: string, member: keyof StreamCost, divisor = 1): Figure => ({
      name: `${kind}: ${name}`,
      unit,
      measured: cost[member] / divisor,
      baseline: { name: `${unit} of a bare request`, value: bare[member] / divisor },
    })
    yield figure('live memory per open stream', 'KB', 'liveBytes', 1_024)
    yield figure('resident memory per open stream', 'KB', 'residentBytes', 1_024)
    yield figure('processor time to open one', 'ms', 'openingMs')
    yield figure('processor time per token', 'ms', 'tokenMs')
  }
}

const costOf = async (kind: string, origin: string): Promise<StreamCost> => {
  const child = bound(spawn('node', ['bench/stream-client.ts', kind, origin], { stdio: ['ignore', 'pipe', 'inherit'] }))
  return JSON.parse(await text(child.stdout))
}
