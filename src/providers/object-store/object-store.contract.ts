import { describe, expect, it } from 'vitest'
import type { ObjectStore } from '../../flow/capabilities/object-store.ts'
import { NodeError } from '../../flow/node-error.ts'
import { recordedOptions, text } from './recorded-options.contract.ts'

/** A store of the bucket `box`, and what is really in it. */
export interface StartedStore extends AsyncDisposable {
  readonly store: ObjectStore
  /** Writes an object behind the store's back. */
  write(key: string, content: Uint8Array): Promise<void>
  /** What there is under a key; `undefined`: nothing. */
  read(key: string): Promise<Buffer | undefined>
  /** The keys of everything there is. */
  keys(): Promise<readonly string[]>
}

const at = (key: string) => ({ bucket: 'box', key })
const large = Buffer.alloc(50_331_648, 'a line of text\n')

/** What every object store keeps. */
export const objectStoreContract = (name: string, start: () => Promise<StartedStore>): void => {
  describe(`${name} as an object store`, () => {
    it.each([
      ['a text', 'a/b/c.txt', 'Zürich 東京 👩‍👩‍👧 \u2028 end'],
      ['nothing', 'empty', ''],
      ['a key of many signs', "it's (1)+[2] = 100% & café, 東京!.txt", 'x'],
      ['a key with a colon', '2026-11-23T10:00:00Z.json', '{}'],
    ])('keeps %s and gives it back', async (_, key, content) => {
      await using started = await start()
      const { options, content: got, seen } = recordedOptions()

      const put = await started.store.put(at(key), text(content), options)
      const get = await started.store.get(at(key), options)

      expect(put).toEqual({
        requestId: expect.stringMatching(/./),
        object: expect.objectContaining({ contentLength: Buffer.byteLength(content) }),
      })
      expect(get).toEqual({
        requestId: expect.stringMatching(/./),
        object: expect.objectContaining({ contentLength: Buffer.byteLength(content) }),
      })
      expect(got().toString()).toBe(content)
      expect(seen.bytes).toBeGreaterThanOrEqual(Buffer.byteLength(content))
      expect(await started.keys()).toEqual([key])
    })

    it('hands on a large object in pieces, byte for byte', async () => {
      await using started = await start()
      const bytes = Buffer.from(Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * 7_919) >> 3))
      await started.write('large', bytes)
      const { options, content, seen } = recordedOptions()

      await started.store.get(at('large'), options)

      expect(content().equals(bytes)).toBe(true)
      expect(seen.pieces.length).toBeGreaterThan(1)
    })

    it('replaces what was there', async () => {
      await using started = await start()
      await started.write('one', Buffer.from('a long content'))

      await started.store.put(at('one'), text('new'), recordedOptions().options)

      expect((await started.read('one'))?.toString()).toBe('new')
      expect(await started.keys()).toEqual(['one'])
    })

    it('fails by name where there is no object', async () => {
      await using started = await start()

      const get = started.store.get(at('none/here'), recordedOptions().options)

      await expect(get).rejects.toMatchObject({ code: 'DEPENDENCY_FAILED', retryable: false })
      await expect(get).rejects.toThrow('There is no object s3://box/none/here: check the key, and where buckets[0] leads.')
    })

    it('takes an object of just the size that is allowed, and refuses the next', async () => {
      await using started = await start()
      await started.write('object', Buffer.alloc(1_000_001))
      const fits = recordedOptions({ valueBytes: 1_000_001 })
      const { options, seen } = recordedOptions({ valueBytes: 1_000_000 })

      await started.store.get(at('object'), fits.options)
      const get = started.store.get(at('object'), options)

      await expect(get).rejects.toEqual(
        new NodeError('VALIDATION', 'Object s3://box/object is larger than 1000000 bytes (setting limits.valueBytes).'),
      )
      expect([fits.content().length, seen.pieces]).toEqual([1_000_001, []])
    })

    it('ends with what its reader throws', async () => {
      await using started = await start()
      await started.write('object', large)
      const thrown = new NodeError('VALIDATION', 'No text.')
      const { options, seen } = recordedOptions({
        onContent: () => {
          throw thrown
        },
      })

      await expect(started.store.get(at('object'), options)).rejects.toBe(thrown)
      expect(seen.pieces).toHaveLength(1)
    })

    it('does nothing for a signal that has fired already', async () => {
      await using started = await start()
      await started.write('object', Buffer.from('x'))
      const { options, seen } = recordedOptions({ signal: AbortSignal.abort('stopped') })

      await expect(started.store.get(at('object'), options)).rejects.toBe('stopped')
      await expect(started.store.put(at('other'), text('y'), options)).rejects.toBe('stopped')
      expect([seen.pieces, seen.bytes, await started.keys()]).toEqual([[], 0, ['object']])
    })

    it('lets go in the middle of reading and says nothing after that', async () => {
      await using started = await start()
      await started.write('object', large)
      const stop = new AbortController()
      const { options, seen } = recordedOptions({ signal: stop.signal, onContent: () => stop.abort('stopped') })

      await expect(started.store.get(at('object'), options)).rejects.toBe('stopped')
      const { bytes } = seen

      await new Promise((resolve) => void setTimeout(resolve, 50))
      expect([seen.pieces.length, seen.bytes]).toEqual([1, bytes])
    })

    it('lets go in the middle of writing: no object appears, and what was there stays', async () => {
      await using started = await start()
      await started.write('old', Buffer.from('old'))
      const stop = new AbortController()
      const { options } = recordedOptions({ signal: stop.signal })
      const puts = ['new', 'old'].map((key) => started.store.put(at(key), text(large), options))

      setImmediate(() => stop.abort('stopped'))

      expect(await Promise.allSettled(puts)).toEqual([
        { status: 'rejected', reason: 'stopped' },
        { status: 'rejected', reason: 'stopped' },
      ])
      expect(await started.keys()).toEqual(['old'])
      expect((await started.read('old'))?.toString()).toBe('old')
    })

    it('keeps one whole of many that are written at once', async () => {
      await using started = await start()
      const contents = Array.from({ length: 20 }, (_, index) => `${index} `.repeat(100_000))

      await Promise.all(contents.map((content) => started.store.put(at('one'), text(content), recordedOptions().options)))

      expect(contents).toContain((await started.read('one'))?.toString())
      expect(await started.keys()).toEqual(['one'])
    })

    it('answers many calls at once without mixing them', async () => {
      await using started = await start()
      const keys = Array.from({ length: 20 }, (_, index) => `folder ${index % 3}/object ${index}`)

      await Promise.all(keys.map((key) => started.store.put(at(key), text(`content of ${key}`), recordedOptions().options)))
      const got = await Promise.all(
        keys.map(async (key) => {
          const { options, content } = recordedOptions()
          await started.store.get(at(key), options)
          return content().toString()
        }),
      )

      expect(got).toEqual(keys.map((key) => `content of ${key}`))
    })
  })
}
