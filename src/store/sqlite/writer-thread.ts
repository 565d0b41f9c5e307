import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads'
import { commitGroup, nextGroup, noneKept, type Answer, type Request } from './commit-group.ts'
import type { Failure } from './failure.ts'
import { openDatabase } from './open-database.ts'
import { StoreRefused } from './store-refused.ts'

/**
 * The one writer: commits in groups whatever has arrived while it was busy with the group before. Once it has met damage it
 * refuses everything, because writing on would make it worse.
 */

export type ToWriter = readonly Request[] | 'close'
export type FromWriter = 'ready' | { readonly refused: string } | readonly Answer[]

const serve = (file: string, port: MessagePort): void => {
  const tell = (message: FromWriter): void => port.postMessage(message)
  const database = openDatabase(file)
  const waiting: Request[] = []
  let closing = false
  let busy = false
  let damage: Failure | undefined

  const take = (message: ToWriter): void => {
    if (message === 'close') closing = true
    else for (const request of message) waiting.push(request)
  }
  const work = async (): Promise<void> => {
    busy = true
    for (;;) {
      for (let received = receiveMessageOnPort(port); received; received = receiveMessageOnPort(port)) take(received.message)
      if (waiting.length === 0) break
      const group = nextGroup(waiting)
      const answers = damage ? noneKept(group, damage) : await commitGroup(database, group)
      damage ??= damageIn(answers)
      tell(answers)
    }
    busy = false
    if (!closing) return
    database[Symbol.dispose]()
    port.close()
  }
  /** Ends the thread, and with it the process. */
  const die = (error: unknown): never => {
    throw error
  }
  port.on('message', (message: ToWriter) => {
    take(message)
    if (!busy) void work().catch(die)
  })
  tell('ready')
}

const damageIn = (answers: readonly Answer[]): Failure | undefined => {
  const [first] = answers
  if (!first || !('failure' in first)) return undefined
  return first.failure.type === 'unavailable' && first.failure.reason === 'corrupt' ? first.failure : undefined
}

const port = parentPort
if (!port) throw new Error('The writer runs in a thread of its own')
try {
  serve(workerData, port)
} catch (error) {
  if (!(error instanceof StoreRefused)) throw error
  const refused: FromWriter = { refused: error.message }
  port.postMessage(refused)
}
