import { stat } from 'node:fs/promises'
import type { ObjectStore } from '../../flow/capabilities/object-store.ts'
import { NodeError } from '../../flow/node-error.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Ids } from '../../lib/ids.ts'
import { Slots } from '../calls/slots.ts'
import { withTimeLimit } from '../calls/time-limit.ts'
import { wildcard } from '../calls/wildcard.ts'
import { directoryStore } from './directory/directory-store.ts'
import { identityOf } from './directory/folder.ts'

/** Where buckets are, as the configuration says it: in a directory or at a service that speaks S3's API. */
export interface BucketEntry {
  /** The names of buckets; `*` stands for any characters. */
  readonly match: string
  /** An absolute path: of the one bucket that matches; where several may, of a directory with one of each bucket's name. */
  readonly directory?: string
  readonly s3?: S3Settings
  readonly maxConcurrency: number
  readonly timeoutSeconds: number
}

export interface S3Settings {
  readonly region: string
  /** @defaultValue the region's own */
  readonly endpointUrl?: string
  /** Whether the bucket stands in the path of a URL, not in its host. @defaultValue with an `endpointUrl` */
  readonly forcePathStyle?: boolean
  /** Of AWS's shared configuration files. @defaultValue the SDK's usual chain of credentials */
  readonly profile?: string
}

export interface ObjectSurroundings {
  readonly clock: Clock
  readonly ids: Ids
  /** Directories into which no key leads: where Sluice keeps its own. */
  readonly closed: readonly string[]
}

/** All buckets that the entries lead to, as one store: the first entry that matches a name counts. Disposing closes idle connections. */
export const configuredObjectStore = async (
  entries: readonly BucketEntry[],
  surroundings: ObjectSurroundings,
): Promise<ObjectStore & Disposable> => {
  const { clock } = surroundings
  const routes = await Promise.all(
    entries.map(async (entry, index) => {
      const setting = `buckets[${index}]`
      const store = await storeOf(entry, setting, surroundings)
      return { ...entry, setting, store, matches: wildcard(entry.match), slots: new Slots(entry.maxConcurrency) }
    }),
  )
  const call: Call = (bucket, options, ask) => {
    options.signal.throwIfAborted()
    const route = routes.find(({ matches }) => matches(bucket))
    if (!route) throw unmatched(bucket)
    const { store, slots, setting, timeoutSeconds: seconds } = route
    const failure = (): NodeError => timedOut(bucket, `${setting}.timeoutSeconds`, seconds)
    return slots.with(options, () =>
      withTimeLimit({ clock, seconds, signal: options.signal, failure }, (signal) => ask(store, { ...options, signal })),
    )
  }
  return {
    get: async (place, options) => call(place.bucket, options, (store, within) => store.get(place, within)),
    put: async (place, content, options) => call(place.bucket, options, (store, within) => store.put(place, content, within)),
    [Symbol.dispose]: () => routes.forEach(({ store }) => store[Symbol.dispose]()),
  }
}

type Call = <Options extends Parameters<Slots['with']>[0], Answer>(
  bucket: string,
  options: Options,
  ask: (store: ObjectStore, options: Options) => Promise<Answer>,
) => Promise<Answer>

/** An SDK is loaded when a configuration names it: the others need not wait for it. */
const storeOf = async (
  { match, directory, s3 }: BucketEntry,
  setting: string,
  surroundings: ObjectSurroundings,
): Promise<ObjectStore & Disposable> => {
  if (s3) {
    const { s3Store } = await import('./s3/s3-store.ts')
    return s3Store({ setting, ...s3 }, surroundings)
  }
  if (directory === undefined) throw new Error(`${setting} leads nowhere`)
  const closed = new Set(await Promise.all(surroundings.closed.map(async (path) => identityOf(await stat(path, { bigint: true })))))
  const store = directoryStore({ setting, directory, perBucket: match.includes('*') }, { ...surroundings, closed })
  return { ...store, [Symbol.dispose]() {} }
}

/** Of an entry's `directory`; what is not there yet is made when the first object is written. @throws Error - one sentence: none can be there. */
export const checkDirectory = async (directory: string, setting: string): Promise<void> => {
  if (process.platform === 'win32') throw new Error(`${setting} needs Linux or macOS: use s3 in its place.`)
  const found = await stat(directory, { throwIfNoEntry: false })
  if (found && !found.isDirectory()) throw new Error(`${setting} leads to ${directory}, which is no directory.`)
}

/** Nothing was called, and no other attempt can succeed. */
const unmatched = (bucket: string): NodeError =>
  new NodeError('VALIDATION', `No bucket is configured for ${bucket}: add an entry to buckets that matches it.`)

const timedOut = (bucket: string, setting: string, seconds: number): NodeError =>
  new NodeError('DEPENDENCY_FAILED', `Bucket ${bucket} did not answer within ${seconds} seconds (setting ${setting}).`, { retryable: true })
