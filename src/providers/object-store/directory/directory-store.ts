import { constants } from 'node:fs'
import type { Stats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { lstat, open, rename } from 'node:fs/promises'
import type { CallOptions } from '../../../flow/capabilities/call-options.ts'
import type { GetOptions, ObjectAnswer, ObjectContent, ObjectStore } from '../../../flow/capabilities/object-store.ts'
import { NodeError } from '../../../flow/node-error.ts'
import type { Ids } from '../../../lib/ids.ts'
import type { ObjectCall } from '../object-failure.ts'
import { named, refusedKey, tooLargeFailure } from '../object-failure.ts'
import { codeOf, fileFailure } from './file-failure.ts'
import { Folder } from './folder.ts'
import { keySegments } from './key-segments.ts'
import { Uploads } from './uploads.ts'

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK } = constants

/** Only the owner may read and write. */
const fileMode = 0o600
const pieceBytes = 262_144

/** Where the objects of buckets are files. */
export interface BucketDirectory {
  /** The entry of the configuration: `buckets[0]`. */
  readonly setting: string
  /** An absolute path. */
  readonly directory: string
  /** Whether the directory has one of its own for each bucket. */
  readonly perBucket: boolean
}

interface Surroundings {
  readonly ids: Ids
  /** Directories by their identities into which no key leads: where Sluice keeps its own. */
  readonly closed: ReadonlySet<string>
}

/**
 * Objects as files. Nothing outside of the directory is read, written or made, whatever a key says and whoever renames
 * directories meanwhile. An object is there whole or not at all: of two that are written at once, the last one is.
 */
export const directoryStore = ({ setting, directory, perBucket }: BucketDirectory, { ids, closed }: Surroundings): ObjectStore => {
  const uploads = new Uploads()

  const descend = async (call: ObjectCall, create: boolean): Promise<{ readonly folder: Folder; readonly name: string }> => {
    const segments = perBucket ? [call.place.bucket, ...keySegments(call)] : keySegments(call)
    let folder = await Folder.open(directory, { create })
    try {
      for (const segment of segments.slice(0, -1)) {
        await check(call, folder)
        const inner = await folder.enter(segment, { create })
        await folder[Symbol.asyncDispose]()
        folder = inner
      }
      await check(call, folder)
    } catch (error) {
      await folder[Symbol.asyncDispose]()
      throw error
    }
    return { folder, name: segments.at(-1) ?? '' }
  }

  const check = async (call: ObjectCall, folder: Folder): Promise<void> => {
    if (closed.has(await folder.identity())) throw refusedKey(call, "leads into Sluice's own data directory")
  }

  const get = async (call: ObjectCall, options: GetOptions): Promise<ObjectAnswer> => {
    const { folder, name } = await descend(call, false)
    await using held = folder
    const path = held.at(name)
    checkKind(call, await lstat(path))
    await using file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const contentLength = await read(call, file, options)
    return { requestId: ids.uuid(), object: { contentLength } }
  }

  const put = async (call: ObjectCall, { content, contentType }: ObjectContent, options: CallOptions): Promise<ObjectAnswer> => {
    const { folder, name } = await descend(call, true)
    await using held = folder
    await uploads.clean(held, await held.identity())
    await checkReplaced(call, held.at(name))
    await uploads.with(held, ids.uuid(), async (path) => {
      await write(path, content, options)
      options.signal.throwIfAborted()
      await rename(path, held.at(name))
    })
    await held.sync()
    return { requestId: ids.uuid(), object: { contentLength: content.byteLength, contentType } }
  }

  return {
    get: (place, options) => guarded({ place, setting }, options, (call) => get(call, options)),
    put: (place, content, options) => guarded({ place, setting }, options, (call) => put(call, content, options).catch(gone(call))),
  }
}

const guarded = async <T>(
  call: ObjectCall,
  { signal }: Pick<CallOptions, 'signal'>,
  work: (call: ObjectCall) => Promise<T>,
): Promise<T> => {
  signal.throwIfAborted()
  try {
    const answer = await work(call)
    signal.throwIfAborted()
    return answer
  } catch (error) {
    signal.throwIfAborted()
    throw fileFailure(call, error)
  }
}

/** Answers how many bytes there were. Never more than a piece is in memory here. */
const read = async (call: ObjectCall, file: FileHandle, options: GetOptions): Promise<number> => {
  const { signal, valueBytes } = options
  const before = await file.stat()
  checkKind(call, before)
  if (before.size > valueBytes) throw tooLargeFailure(call, valueBytes)
  let total = 0
  for (;;) {
    signal.throwIfAborted()
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(Math.min(pieceBytes, before.size - total + 1)) })
    signal.throwIfAborted()
    if (bytesRead === 0) break
    total += bytesRead
    if (total > before.size) throw changedFailure(call)
    options.onBytes(bytesRead)
    options.onContent(buffer.subarray(0, bytesRead))
  }
  const after = await file.stat()
  if (total !== before.size || after.mtimeMs !== before.mtimeMs) throw changedFailure(call)
  return total
}

const write = async (path: string, content: Uint8Array, { signal }: CallOptions): Promise<void> => {
  await using file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, fileMode)
  for (let at = 0; at < content.byteLength;) {
    signal.throwIfAborted()
    const { bytesWritten } = await file.write(content, at, Math.min(pieceBytes, content.byteLength - at))
    at += bytesWritten
  }
  await file.sync()
}

/** A file with another name may be known by that outside of the directory. */
const checkKind = (call: ObjectCall, stats: Stats): void => {
  if (stats.isSymbolicLink()) throw refusedKey(call, 'leads to a link')
  if (stats.isDirectory()) throw refusedKey(call, 'leads to a directory')
  if (!stats.isFile()) throw refusedKey(call, 'leads to what is no file')
  if (stats.nlink > 1) throw refusedKey(call, 'leads to a file with several names (hard links)')
}

/** What was there when it was made or found is not any more. */
const gone =
  (call: ObjectCall) =>
  (error: unknown): never => {
    if (codeOf(error) !== 'ENOENT') throw error
    const message = `Object ${named(call)} could not be written: someone else removes what is in ${call.setting}.directory.`
    throw new NodeError('BAD_GATEWAY', message, { retryable: true, cause: error })
  }

/** What is to be replaced: an object, or nothing. */
const checkReplaced = async (call: ObjectCall, path: string): Promise<void> => {
  try {
    checkKind(call, await lstat(path))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

const changedFailure = (call: ObjectCall): NodeError =>
  new NodeError('BAD_GATEWAY', `Object ${named(call)} was changed while it was read: write it elsewhere and rename it.`, {
    retryable: true,
  })
