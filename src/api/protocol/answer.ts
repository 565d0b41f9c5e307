import { InternalServerException, ServiceException } from '../../contract/exceptions.ts'
import type { Service } from '../../contract/operation.ts'
import { StorageUnavailable } from '../../engine/event-log.ts'
import { storageException } from './storage-exception.ts'

/** An answer, before it knows of any connection. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | StreamedBody
}

/**
 * A body that comes into being while it is sent. It is always asked for, also when the client has gone before: the signal has
 * aborted then. It ends when that aborts; what it throws then is nobody's business.
 */
export type StreamedBody = (gone: AbortSignal) => AsyncIterable<Uint8Array>

/** A success: compact JSON without the members that are absent. */
export const jsonAnswer = (status: number, output: unknown, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(output),
})

/**
 * A failure as AWS's REST JSON protocol writes it. What neither the API nor the storage has named is a bug and is not told: the
 * request's id leads to the line in the log.
 */
export const errorAnswer = (error: unknown, service: Service, requestId: string): Answer => {
  const exception = exceptionOf(error, service, requestId)
  const { name, message, members, headers } = exception
  return jsonAnswer(exception.statusOf(service), { message, ...members }, { 'x-amzn-errortype': name, ...headers })
}

const exceptionOf = (error: unknown, service: Service, requestId: string): ServiceException => {
  if (error instanceof ServiceException) return error
  if (error instanceof StorageUnavailable) return storageException(error, service, requestId)
  return new InternalServerException(`Sluice failed to answer this request; its log has the cause under request id ${requestId}.`)
}
