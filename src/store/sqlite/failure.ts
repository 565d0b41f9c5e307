import {
  ConflictException,
  ResourceNotFoundException,
  ServiceException,
  ServiceQuotaExceededException,
  ValidationException,
  type ExceptionName,
} from '../../contract/exceptions.ts'
import { StorageUnavailable, type StorageTrouble } from '../../engine/event-log.ts'
import { troubleOf } from './storage-trouble.ts'

/** Why a write failed, in a form that crosses threads: classes do not. */
export type Failure =
  | { readonly type: 'refused'; readonly name: ExceptionName; readonly message: string }
  | Unavailable
  | { readonly type: 'bug'; readonly message: string; readonly stack: string | undefined }

interface Unavailable {
  readonly type: 'unavailable'
  readonly reason: StorageTrouble
  readonly message: string
}

/** A refusal or a bug: of one write, never of its neighbours. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof ServiceException) return { type: 'refused', name: error.name, message: error.message }
  return {
    type: 'bug',
    message: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? error.stack : undefined,
  }
}

/** @param file - the database. */
export const unavailable = (error: unknown, file: string): Unavailable => ({
  type: 'unavailable',
  reason: troubleOf(error, file),
  message: `The storage refused: ${error instanceof Error ? error.message : String(error)}`,
})

export const errorOf = (failure: Failure): Error => {
  switch (failure.type) {
    case 'unavailable':
      return new StorageUnavailable(failure.message, { reason: failure.reason })
    case 'refused':
      return refused(failure.name, failure.message)
    case 'bug':
      return Object.assign(new Error(failure.message), failure.stack !== undefined && { stack: failure.stack })
  }
}

/** The exceptions that named writes throw. */
const refused = (name: ExceptionName, message: string): Error => {
  switch (name) {
    case 'ConflictException':
      return new ConflictException(message)
    case 'ResourceNotFoundException':
      return new ResourceNotFoundException(message)
    case 'ServiceQuotaExceededException':
      return new ServiceQuotaExceededException(message)
    case 'ValidationException':
      return new ValidationException(message)
    default:
      return new Error(`${name}: ${message}`)
  }
}
