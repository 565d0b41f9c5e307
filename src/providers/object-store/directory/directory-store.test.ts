import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, link, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { randomIds } from '../../../lib/ids.ts'
import { objectStoreContract } from '../object-store.contract.ts'
import { recordedOptions, text } from '../recorded-options.contract.ts'
import { directoryStore } from './directory-store.ts'
import { codeOf } from './file-failure.ts'
import type { TemporaryStore } from './temporary-store.contract.ts'
import { startTemporaryStore } from './temporary-store.contract.ts'

const at = (key: string) => ({ bucket: 'box', key })

objectStoreContract('a directory', () => startTemporaryStore())
objectStoreContract('a directory of directories', () => startTemporaryStore({ perBucket: true }))

const everything = async ({ around }: TemporaryStore): Promise<readonly string[]> => (await readdir(around, { recursive: true })).toSorted()

/** Keys that are refused by how they are written, and what their failure says of them. */
const hostile: readonly (readonly [string, string])[] = [
  ['', 'is empty'],
  ['..', "the segment '.' or '..'"],
  ['../secret', "the segment '.' or '..'"],
  ['a/../../secret', "the segment '.' or '..'"],
  ['a/./b', "the segment '.' or '..'"],
  ['.', "the segment '.' or '..'"],
  ['/etc/passwd', 'begins with a slash'],
  ['//server/share', 'begins with a slash'],
  ['a//b', 'nothing between two slashes'],
  ['a/', 'ends with a slash'],
  ['/', 'begins with a slash'],
  ['..\\secret', 'has a backslash'],
  ['a\\..\\..\\secret', 'has a backslash'],
  ['C:/Windows/win.ini', 'begins with a drive'],
  ['c:secret', 'begins with a drive'],
  ['secret\0.txt', 'has a control character'],
  ['a\nb', 'has a control character'],
  ['%2e%2e/secret', 'percent-encoded'],
  ['..%2Fsecret', 'percent-encoded'],
  ['%252e%252e%252fsecret', 'percent-encoded'],
  ['..%c0%afsecret', 'percent-encoded'],
  ['..%5csecret', 'percent-encoded'],
  ['secret%00.txt', 'percent-encoded'],
  ['\u2025/secret', 'stands for a dot'],
  ['\uff0e\uff0e/secret', 'stands for a dot'],
  ['a\uff0fb', 'stands for a dot'],
  ['cafe\u0301', "is not in Unicode's normal form C"],
  ['\ud800', 'half of a surrogate pair'],
  ['secret.', 'ends with a dot or a space'],
  ['.../secret', 'ends with a dot or a space'],
  ['secret /x', 'ends with a dot or a space'],
  ['CON', 'is a device'],
  ['a/nul.txt', 'is a device'],
  ['COM1.log', 'is a device'],
  [`a/${'x'.repeat(256)}`, 'longer than 255 bytes'],
  ['x/'.repeat(512) + 'x', 'longer than 1024 bytes'],
  ['.sluice-1-x', "as Sluice's own files do"],
  ['a/.SLUICE-1-x', "as Sluice's own files do"],
]

describe('a hostile key', () => {
  it.each(hostile)('%j is refused: it %s', async (key, why) => {
    await using started = await startTemporaryStore()
    await writeFile(join(started.around, 'secret'), 'secret')
    const before = await everything(started)
    const { options, seen } = recordedOptions()

    const calls = await Promise.allSettled([started.store.get(at(key), options), started.store.put(at(key), text('x'), options)])

    for (const call of calls) {
      const reason = call.status === 'rejected' ? call.reason : undefined
      expect(reason).toMatchObject({ code: 'VALIDATION', retryable: false })
      expect(reason.message).toContain(why)
      expect(reason.message).toMatch(/^Object s3:\/\/box\/[^\n]*\.$/)
    }
    expect(seen.pieces).toEqual([])
    expect(await everything(started)).toEqual(before)
    expect(await readFile(join(started.around, 'secret'), 'utf8')).toBe('secret')
  })

  /** What stands in the directory under the name `trap`, made with the path of a secret outside, and the key that leads there. */
  const traps: readonly (readonly [string, string, (trap: string, secret: string) => Promise<unknown>])[] = [
    ['a link to a file', 'trap', (trap, secret) => symlink(secret, trap)],
    ['a link to nothing yet', 'trap', (trap, secret) => symlink(`${secret}-new`, trap)],
    ['a link to a directory on the way', 'trap/secret', (trap, secret) => symlink(join(secret, '..'), trap)],
    ['a link to a link', 'trap', (trap, secret) => symlink(secret, `${trap}-2`).then(() => symlink(`${trap}-2`, trap))],
    ['a link in a circle', 'trap', (trap) => symlink(trap, trap)],
    [
      'a link behind a directory',
      'trap/inner/secret',
      (trap, secret) => mkdir(trap).then(() => symlink(join(secret, '..'), `${trap}/inner`)),
    ],
    ['a link within the directory', 'trap', (trap) => writeFile(`${trap}-file`, 'x').then(() => symlink(`${trap}-file`, trap))],
    ['a hard link', 'trap', (trap, secret) => link(secret, trap)],
    ['a directory', 'trap', (trap) => mkdir(trap)],
    ['a file on the way', 'trap/secret', (trap) => writeFile(trap, 'x')],
    ['a pipe', 'trap', (trap) => promisify(execFile)('mkfifo', [trap])],
    ['a device, or a link to one', 'trap', (trap) => symlink('/dev/zero', trap)],
  ]
  it.each(traps)('that leads to %s is refused', async (_, key, set) => {
    await using started = await startTemporaryStore()
    const secret = join(started.around, 'secret')
    await writeFile(secret, 'secret')
    await set(join(started.inside, 'trap'), secret)
    const before = await everything(started)
    const { options, seen } = recordedOptions()

    const calls = await Promise.allSettled([started.store.get(at(key), options), started.store.put(at(key), text('x'), options)])

    expect(calls).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ code: 'VALIDATION', retryable: false }) },
      { status: 'rejected', reason: expect.objectContaining({ code: 'VALIDATION', retryable: false }) },
    ])
    expect(seen.pieces).toEqual([])
    expect(await everything(started)).toEqual(before)
    expect(await readFile(secret, 'utf8')).toBe('secret')
  })

  it("does not lead into a directory that is Sluice's own, however it is called", async () => {
    const closed = new Set<string>()
    await using started = await startTemporaryStore({ closed })
    await mkdir(join(started.inside, 'data'))
    await writeFile(join(started.inside, 'data', 'sluice.db'), 'rows')
    const { dev, ino } = await stat(join(started.inside, 'data'), { bigint: true })
    closed.add(`${dev}:${ino}`)

    const get = started.store.get(at('data/sluice.db'), recordedOptions().options)

    await expect(get).rejects.toThrow("Object s3://box/data/sluice.db is refused: its key leads into Sluice's own data directory.")
  })
})

describe('a directory', () => {
  it.skipIf(process.platform !== 'linux')('is not left when its directories are swapped for links while keys are followed', async () => {
    await using started = await startTemporaryStore()
    const [inner, aside] = [join(started.inside, 'a'), join(started.inside, 'aside')]
    const outside = join(started.around, 'outside')
    await mkdir(join(inner, 'b'), { recursive: true })
    await mkdir(join(outside, 'b'), { recursive: true })
    await writeFile(join(inner, 'b', 'object'), 'inside')
    await writeFile(join(outside, 'b', 'object'), 'outside')
    const done = new AbortController()
    /** The store makes the directory, and what is to be in it, when it is just not there. */
    const inPlace = async (step: () => Promise<void>): Promise<void> => {
      for (;;) {
        const outcome = await rm(inner, { recursive: true, force: true }).then(step).catch(codeOf)
        if (outcome === undefined) return
        expect(outcome).toMatch(/EEXIST|ENOTEMPTY/)
      }
    }
    const swapping = (async () => {
      while (!done.signal.aborted) {
        await rename(inner, aside)
        await inPlace(() => symlink(outside, inner))
        await inPlace(() => rename(aside, inner))
      }
    })()

    const read: string[] = []
    for (let round = 0; round < 400 || read.length < 10; round++) {
      const { options, content } = recordedOptions()
      const outcome = await Promise.allSettled([
        started.store.get(at('a/b/object'), options),
        started.store.put(at('a/b/written'), text('x'), options),
      ])
      if (outcome[0].status === 'fulfilled') read.push(content().toString())
    }
    done.abort()
    await swapping

    expect(new Set(read)).toEqual(new Set(['inside']))
    expect(await readdir(join(outside, 'b'))).toEqual(['object'])
  })

  it('is made with all above it when something is written, for its owner alone', async () => {
    await using started = await startTemporaryStore()
    const directory = join(started.around, 'not', 'yet')
    const store = directoryStore({ setting: 'buckets[0]', directory, perBucket: false }, { ids: randomIds, closed: new Set() })

    await expect(store.get(at('a/b'), recordedOptions().options)).rejects.toThrow('There is no object s3://box/a/b')
    await store.put(at('a/b'), text('x'), recordedOptions().options)

    const modes = await Promise.all(['', 'a', 'a/b'].map(async (path) => (await lstat(join(directory, path))).mode & 0o777))
    expect(modes).toEqual([0o700, 0o700, 0o600])
  })

  it('may be a link itself: that is for who writes the configuration', async () => {
    await using started = await startTemporaryStore()
    await started.write('a', Buffer.from('x'))
    await symlink(started.inside, join(started.around, 'link'))
    const directory = join(started.around, 'link')
    const { options, content } = recordedOptions()

    await directoryStore({ setting: 'buckets[0]', directory, perBucket: false }, { ids: randomIds, closed: new Set() }).get(
      at('a'),
      options,
    )

    expect(content().toString()).toBe('x')
  })

  it('keeps what a process that is killed in the middle of writing leaves from being an object, and removes it', async () => {
    await using started = await startTemporaryStore()
    const dead = spawn(process.execPath, ['-e', ''])
    await once(dead, 'close')
    const left = [`.sluice-${dead.pid}-1`, `.sluice-${process.pid}-of-another-life`]
    for (const name of [...left, `.sluice-${process.ppid}-1`, '.sluice-note']) await started.write(name, Buffer.from('half'))

    await started.store.put(at('new'), text('x'), recordedOptions().options)

    expect((await started.keys()).toSorted()).toEqual([`.sluice-${process.ppid}-1`, '.sluice-note', 'new'].toSorted())
  })

  it('tells of a file that changes while it is read', async () => {
    await using started = await startTemporaryStore()
    await started.write('growing', Buffer.alloc(600_000))
    const { options } = recordedOptions({ onContent: () => void started.write('growing', Buffer.alloc(700_000)) })

    const get = started.store.get(at('growing'), options)

    await expect(get).rejects.toMatchObject({ code: 'BAD_GATEWAY', retryable: true })
  })

  it('may try again when someone removes what it is writing, as another server does that takes it for left over', async () => {
    await using started = await startTemporaryStore()
    const { options } = recordedOptions()
    const done = new AbortController()
    const remover = async (): Promise<void> => {
      while (!done.signal.aborted)
        for (const name of await readdir(started.inside))
          if (name.startsWith('.sluice-')) await rm(join(started.inside, name), { force: true })
    }
    const removing = remover()

    let failure: unknown
    while (failure === undefined)
      failure = await started.store.put(at('a'), text(Buffer.alloc(1_000_000, 'x')), options).then(
        () => undefined,
        (error: unknown) => error,
      )
    done.abort()
    await removing

    expect(failure).toMatchObject({
      code: 'BAD_GATEWAY',
      retryable: true,
      message: 'Object s3://box/a could not be written: someone else removes what is in buckets[0].directory.',
    })
  })

  it('names the setting where it lacks the right', async () => {
    await using started = await startTemporaryStore()
    await started.write('closed/object', Buffer.from('x'))
    await chmod(started.around, 0o755)
    await chmod(started.inside, 0o755)
    await chmod(join(started.inside, 'closed'), 0)
    const [store, recorded] = ['./directory-store.ts', '../recorded-options.contract.ts'].map((file) => new URL(file, import.meta.url).href)
    // The root user has every right: a process of its own gives them up.
    const script = `
      const { directoryStore } = await import('${store}')
      const { options } = (await import('${recorded}')).recordedOptions()
      if (process.getuid() === 0) process.seteuid(65_534)
      const { get } = directoryStore({ setting: 'buckets[0]', directory: process.argv[1], perBucket: false }, { closed: new Set() })
      await get({ bucket: 'box', key: 'closed/object' }, options).catch(({ message }) => console.log(message))`

    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, started.inside])

    expect(stdout).toBe('Object s3://box/closed/object cannot be used (EACCES): give Sluice the right to buckets[0].directory.\n')
    await chmod(join(started.inside, 'closed'), 0o700)
  })
})
