import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads'
import { commitGroup, nextGroup, type Answer, type Request } from './commit-group.ts'
import { damagedDatabase, isDamage } from './damaged-database.ts'
import { openDatabase } from './open-database.ts'
import { StoreRefused } from './store-refused.ts'

/** The one writer: commits in groups whatever has arrived while it was busy with the group before. */

export type ToWriter = readonly Request[] | 'close'
export type FromWriter = 'ready' | { readonly refused: string } | readonly Answer[]

const serve = (file: string, port: MessagePort): void => {
  const tell = (message: FromWriter): void => port.postMessage(message)
  const database = openDatabase(file)
  const waiting: Request[] = []
  let closing = false
  let busy = false

  const take = (message: ToWriter): void => {
    if (message === 'close') closing = true
    else for (const request of message) waiting.push(request)
  }
  const work = async (): Promise<void> => {
    busy = true
    for (;;) {
      for (let received = receiveMessageOnPort(port); received; received = receiveMessageOnPort(port)) take(received.message)
      if (waiting.length === 0) break
      tell(await commitGroup(database, nextGroup(waiting)))
    }
    busy = false
    if (!closing) return
    database[Symbol.dispose]()
    port.close()
  }
  /** Ends the thread, and with it the process. */
  const die = (error: unknown): never => {
    throw isDamage(error) ? damagedDatabase(file, error) : error
  }
  port.on('message', (message: ToWriter) => {
    take(message)
    if (!busy) void work().catch(die)
  })
  tell('ready')
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
