/** `node bench/stream-client.ts KIND ORIGIN`: opens streams, and prints what each costs this process. */
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { asking, openVendor, vendors } from '../src/providers/language-model/vendors.contract.ts'
import type { StreamCost } from './streams.ts'

const [, , kind = '', origin = ''] = process.argv
const count = 1_000
const holdMs = 10_000

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Opens one stream; settles when it is gone. */
type Open = (signal: AbortSignal, onText: () => void) => Promise<unknown>

/** The least that a stream costs: Node's own client, and nobody who reads what comes. */
const bare: Open = (signal, onText) =>
  new Promise<void>((resolve) => {
    const asked = request(`${origin}/v1/chat/completions`, { method: 'POST', signal }, (response) => response.on('data', onText))
    asked.on('error', () => {}).once('close', resolve)
    asked.end('{}')
  })

const opener = async (): Promise<Open> => {
  const vendor = vendors.find(({ type }) => type === kind)
  if (!vendor) return bare
  const model = await openVendor(vendor, origin)
  return (signal, onText) =>
    model
      .converse(asking('Go on'), { signal, onText, onBytes() {}, onQueued() {}, idempotencyKey: 'key', executionArn: 'arn' })
      .catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
}

const open = await opener()

/** Opens streams and waits until each has said something. */
const opened = async (streams: number) => {
  const stops = Array.from({ length: streams }, () => new AbortController())
  let tokens = 0
  const talking = new Set<number>()
  const all = stops.map(({ signal }, index) =>
    open(signal, () => {
      tokens++
      talking.add(index)
    }),
  )
  while (talking.size < streams) await sleep(10)
  return {
    tokens: () => tokens,
    async stop() {
      for (const stop of stops) stop.abort('stopped')
      await Promise.all(all)
    },
  }
}

const memory = () => {
  collect()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, live: heapUsed + external }
}

const cpuMs = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1_000
}

await (await opened(50)).stop()
const [memoryBefore, cpuBefore] = [memory(), process.cpuUsage()]
const streams = await opened(count)
const openingMs = cpuMs(cpuBefore)
const memoryOpen = memory()
const [tokensBefore, cpuOpen] = [streams.tokens(), process.cpuUsage()]
await sleep(holdMs)
const cost: StreamCost = {
  liveBytes: (memoryOpen.live - memoryBefore.live) / count,
  residentBytes: (memoryOpen.rss - memoryBefore.rss) / count,
  openingMs: openingMs / count,
  tokenMs: cpuMs(cpuOpen) / (streams.tokens() - tokensBefore),
}
await streams.stop()
console.log(JSON.stringify(cost))
process.exit()
