import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { NodeError } from '../../flow/node-error.ts'
import { systemClock } from '../../lib/clock.ts'
import { randomIds } from '../../lib/ids.ts'
import type { BucketEntry } from './configured.ts'
import { configuredObjectStore } from './configured.ts'
import { startTemporaryStore } from './directory/temporary-store.contract.ts'
import { recordedOptions, text } from './recorded-options.contract.ts'
import { startS3Server } from './s3/s3-server.contract.ts'

const surroundings = { clock: systemClock, ids: randomIds, closed: [] }
const entry = (match: string, place: Partial<BucketEntry>): BucketEntry => ({ match, maxConcurrency: 4, timeoutSeconds: 60, ...place })

describe('the buckets of a configuration', () => {
  it('are where the first entry that matches leads: one to a directory, several to one of their names', async () => {
    await using directory = await startTemporaryStore()
    const [one, many] = [join(directory.around, 'one'), join(directory.around, 'many')]
    using store = await configuredObjectStore(
      [entry('invoices', { directory: one }), entry('inv*', { directory: many }), entry('invoices-old', { directory: '/nowhere' })],
      surroundings,
    )

    for (const bucket of ['invoices', 'invoices-old']) {
      await store.put({ bucket, key: 'a/b' }, text(bucket), recordedOptions().options)
    }

    expect(await readFile(join(one, 'a/b'), 'utf8')).toBe('invoices')
    expect(await readFile(join(many, 'invoices-old/a/b'), 'utf8')).toBe('invoices-old')
  })

  it('end at the last entry: another name fails and names the setting', async () => {
    using store = await configuredObjectStore([entry('a', { directory: '/nowhere' })], surroundings)

    const get = store.get({ bucket: 'b', key: 'x' }, recordedOptions().options)

    await expect(get).rejects.toEqual(
      new NodeError('VALIDATION', 'No bucket is configured for b: add an entry to buckets that matches it.'),
    )
  })

  it('do not lead into the data directory, by whatever name', async () => {
    await using directory = await startTemporaryStore()
    const data = join(directory.around, 'data')
    await mkdir(data)
    await writeFile(join(data, 'sluice.db'), 'rows')
    using store = await configuredObjectStore([entry('around', { directory: directory.around }), entry('itself', { directory: data })], {
      ...surroundings,
      closed: [data],
    })
    const calls = await Promise.allSettled([
      store.get({ bucket: 'around', key: 'data/sluice.db' }, recordedOptions().options),
      store.put({ bucket: 'itself', key: 'sluice.db' }, text('x'), recordedOptions().options),
    ])

    const message = expect.stringMatching(/its key leads into Sluice's own data directory\.$/)
    expect(calls).toMatchObject([
      { status: 'rejected', reason: { message } },
      { status: 'rejected', reason: { message } },
    ])
    expect(await readFile(join(data, 'sluice.db'), 'utf8')).toBe('rows')
  })

  it('have as many calls at once as their entry allows, and each as long as that says', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST').stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    await using server = await startS3Server()
    server.answer = () => undefined
    const s3 = { region: 'us-east-1', endpointUrl: server.endpointUrl }
    using store = await configuredObjectStore([entry('*', { s3, maxConcurrency: 1, timeoutSeconds: 0.2 })], surroundings)
    const [first, second] = [recordedOptions(), recordedOptions()]

    const calls = await Promise.allSettled([first, second].map(({ options }) => store.get({ bucket: 'box', key: 'a' }, options)))

    const reason = new NodeError('DEPENDENCY_FAILED', 'Bucket box did not answer within 0.2 seconds (setting buckets[0].timeoutSeconds).', {
      retryable: true,
    })
    expect(calls).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ])
    expect([first.seen.queued, second.seen.queued]).toEqual([[], [true, false]])
    await vi.waitFor(() => expect(server.openSockets()).toBe(0))
    vi.unstubAllEnvs()
  })
})
