import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GetOptions, ObjectStore } from '../src/flow/capabilities/object-store.ts'
import { systemClock } from '../src/lib/clock.ts'
import { randomIds } from '../src/lib/ids.ts'
import { configuredObjectStore } from '../src/providers/object-store/configured.ts'
import { data, input, output, retrieval } from '../test/definitions.ts'
import { bareRows } from './bare-rows.ts'
import { echoEngine } from './echo-engine.ts'
import type { Figure } from './ratio.ts'
import { inTurns, percentile } from './ratio.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const objects = 8
const rounds = 3
const text = 'A line of text, such as files have: Zürich, 東京.\n'
const content = text.repeat(Math.floor(5_000_000 / Buffer.byteLength(text)))

/** Reads one object and puts nothing large out. */
const reading = {
  nodes: [input(), retrieval('Load', 'box'), output('End')],
  connections: [data('Start', 'Load.objectKey'), data('Start', 'End.document')],
}

/** Objects of 5 MB from a directory, one after the other and four at once, as text and through a durable Retrieval node; beside `readFile`. */
export const benchObjects = async function* (): AsyncGenerator<Figure> {
  await using directory = await temporaryDirectory()
  await using dataDirectory = await temporaryDirectory()
  const keys = Array.from({ length: objects }, (_, index) => `object-${index}.txt`)
  for (const key of keys) await writeFile(join(directory.path, key), content)
  using store = await configuredObjectStore(
    [{ match: '*', directory: join(directory.path, '..'), maxConcurrency: 64, timeoutSeconds: 60 }],
    { clock: systemClock, ids: randomIds, closed: [] },
  )
  const bucket = directory.path.slice(directory.path.lastIndexOf('/') + 1)
  const renamed: ObjectStore = { ...store, get: ({ key }, options) => store.get({ bucket, key }, options) }
  await using engine = await echoEngine(dataDirectory.path, reading, { objectStore: renamed, valueBytes: 6_291_456 })
  using row = bareRows(dataDirectory.path, content)
  const bare = (key: string): Promise<unknown> => readFile(join(directory.path, key), 'utf8')
  const bareRow = async (key: string): Promise<void> => {
    await bare(key)
    row.write(1)
  }
  for (const atOnce of [1, 4]) {
    const name = `objects of 5 MB from a directory, ${atOnce} at once`
    const baseline = 'readFile and a bare row'
    yield* beside(`${name}, as text`, { atOnce, keys, bare, baseline: 'readFile', ours: (key) => asText(renamed, key) })
    yield* beside(`${name}, through a durable Retrieval node`, { atOnce, keys, bare: bareRow, baseline, ours: (key) => engine.run(key) })
  }
  yield { name: 'resident memory after all of them', unit: 'MB', measured: process.memoryUsage().rss / 1_048_576 }
}

interface Work {
  readonly atOnce: number
  readonly keys: readonly string[]
  readonly bare: (key: string) => Promise<unknown>
  readonly baseline: string
  readonly ours: (key: string) => Promise<unknown>
}

const beside = async function* (name: string, { atOnce, keys, bare, baseline: bareName, ours }: Work): AsyncGenerator<Figure> {
  const [waits, bareWaits]: [number[], number[]] = [[], []]
  const compare = (): Promise<number> => each(keys, atOnce, bare, bareWaits)
  const measure = (): Promise<number> => each(keys, atOnce, ours, waits)
  await measure()
  await compare()
  waits.length = bareWaits.length = 0
  const { baseline, measured } = await inTurns(rounds, compare, measure)
  yield { name, unit: 'objects/s', measured, baseline: { name: `objects/s of ${bareName}`, value: baseline } }
  const p99 = (values: readonly number[]): number => percentile(values, 99)
  yield { name: `${name}, p99`, unit: 'ms', measured: p99(waits), baseline: { name: `ms of ${bareName}`, value: p99(bareWaits) } }
}

const each = async (keys: readonly string[], atOnce: number, read: (key: string) => Promise<unknown>, waits: number[]): Promise<number> => {
  const left = [...keys]
  const reader = async (): Promise<void> => {
    for (let key = left.pop(); key !== undefined; key = left.pop()) {
      const begin = performance.now()
      await read(key)
      waits.push(performance.now() - begin)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, reader))
  return keys.length
}

/** What a Retrieval node does with it. */
const asText = async (store: ObjectStore, key: string): Promise<string> => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let got = ''
  const options: GetOptions = {
    signal: new AbortController().signal,
    idempotencyKey: 'bench',
    executionArn: 'bench',
    valueBytes: 6_291_456,
    onBytes: () => {},
    onQueued: () => {},
    onContent: (piece) => {
      got += decoder.decode(piece, { stream: true })
    },
  }
  await store.get({ bucket: 'box', key }, options)
  return got + decoder.decode()
}
