import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import type { ExecutionStart } from '../../engine/event-log.ts'
import { Database } from './database.ts'
import { sqliteEventLog } from './event-log.ts'
import { Writer } from './writer.ts'

/** A thread that does `onMessage` with whatever it is told to write. */
const thread = (onMessage: string): Worker =>
  new Worker(`const { parentPort } = require('node:worker_threads'); parentPort.on('message', (message) => { ${onMessage} })`, {
    eval: true,
  })

const release = (writer: Writer): Promise<void> => writer.write('release', { owner: 'o' })

describe('Writer', () => {
  it('rejects what waits, and tells that the process should end, when its thread dies', async () => {
    const fatal = Promise.withResolvers<Error>()
    await using writer = new Writer(thread(`throw new Error('out of memory')`), { onFatal: fatal.resolve })

    const outcomes = await Promise.allSettled([release(writer), release(writer)])

    expect(outcomes).toMatchObject([{ reason: { name: 'StorageUnavailable' } }, { reason: { name: 'StorageUnavailable' } }])
    expect(await fatal.promise).toMatchObject({ message: 'out of memory' })
    await expect(release(writer)).rejects.toMatchObject({ name: 'StorageUnavailable' })
    expect(writer.waitingBytes).toBe(0)
  })

  it('still gives the answers that came before its thread died', async () => {
    const fatal = Promise.withResolvers<Error>()
    const answerAndDie = `parentPort.postMessage(message.slice(0, 200).map(({ id }) => ({ id, value: id }))); setImmediate(() => process.exit(1))`
    await using writer = new Writer(thread(answerAndDie), { onFatal: fatal.resolve })

    const outcomes = await Promise.allSettled(Array.from({ length: 201 }, () => release(writer)))

    expect(outcomes.map(({ status }) => status)).toEqual([...Array.from({ length: 200 }, () => 'fulfilled'), 'rejected'])
    await fatal.promise
  })

  it('answers at most 64 writes in one turn of the event loop', async () => {
    await using writer = new Writer(
      thread(`message === 'close' ? process.exit() : parentPort.postMessage(message.map(({ id }) => ({ id })))`),
      { onFatal: () => {} },
    )
    let turn = 0
    const perTurn: number[] = []
    const count = (): void => {
      perTurn[turn] = (perTurn[turn] ?? 0) + 1
    }
    const writes = Promise.all(Array.from({ length: 200 }, () => release(writer).then(count)))
    const tick = (): void => {
      turn++
      if (perTurn.reduce((sum, answers) => sum + answers, 0) < 200) setImmediate(tick)
    }
    tick()

    await writes

    expect(perTurn.filter((answers) => answers > 0)).toEqual([64, 64, 64, 8])
  })

  it('tells of each write, and why a group was refused', async () => {
    const refuseFirst = `if (message === 'close') process.exit(); const [{ id }] = message;
      parentPort.postMessage([id === 1 ? { id, failure: { type: 'unavailable', reason: 'full', message: 'full' } } : { id }])`
    const told: unknown[] = []
    await using writer = new Writer(thread(refuseFirst), {
      onFatal: () => {},
      onCommit: (rows) => told.push(['committed', rows]),
      onSend: () => told.push('sent'),
      onAnswer: (refusal, waiting) => told.push([refusal?.reason, waiting]),
    })

    await expect(release(writer)).rejects.toMatchObject({ name: 'StorageUnavailable', reason: 'full' })
    await release(writer)

    expect(told).toEqual(['sent', ['full', false], 'sent', ['committed', 1], [undefined, false]])
  })

  it('refuses new executions, and nothing else, while too much waits', async () => {
    await using writer = new Writer(thread(`if (message === 'close') process.exit()`), { onFatal: () => {} })
    using reader = new Database(':memory:')
    const eventLog = sqliteEventLog(reader, writer)
    const create = () => eventLog.create(start, [{ type: 'flowInput', at: 1, node: 'Start', document: '' }], { id: 'o' })
    const waits = [writer.write('release', { owner: 'o' }, { bytes: 64 * 1024 * 1024 })]

    await expect(create()).rejects.toMatchObject({ name: 'ThrottlingException' })
    waits.push(eventLog.release({ id: 'o' }))

    const settled = Promise.allSettled(waits)
    await writer[Symbol.asyncDispose]()
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})

const start: ExecutionStart = {
  executionArn: 'e',
  account: 'a',
  region: 'r',
  flowId: 'f',
  aliasId: 'l',
  name: 'n',
  kind: 'async',
  flowVersion: '1',
  definitionHash: 'h',
  executionRoleArn: 'r',
  deadline: 1,
  startToken: 't',
  quota: 1,
}
