import type { Json } from '../lib/json.ts'
import type { Service } from './operation.ts'

/** The HTTP status of each exception. The two services disagree on one. */
const statuses = {
  ValidationException: 400,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ConflictException: 409,
  ServiceQuotaExceededException: { 'bedrock-agent': 402, 'bedrock-agent-runtime': 400 },
  ThrottlingException: 429,
  InternalServerException: 500,
  DependencyFailedException: 424,
  BadGatewayException: 502,
  MissingAuthenticationTokenException: 403,
  IncompleteSignatureException: 400,
  UnrecognizedClientException: 403,
  InvalidSignatureException: 403,
  ExpiredTokenException: 403,
  UnknownOperationException: 404,
  SerializationException: 400,
  RequestEntityTooLargeException: 413,
} as const satisfies Record<string, number | Record<Service, number>>

export type ExceptionName = keyof typeof statuses

interface Details {
  readonly cause?: unknown
  /** What the answer's body says beside `message`. */
  readonly members?: Readonly<Record<string, Json>>
  /** What the answer's headers say beside the exception's name. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A failure that a caller is told of, in AWS's words. */
export abstract class ServiceException extends Error {
  abstract override readonly name: ExceptionName
  readonly members: Readonly<Record<string, Json>>
  readonly headers: Readonly<Record<string, string>>

  constructor(message: string, { cause, members = {}, headers = {} }: Details = {}) {
    super(message, { cause })
    this.members = members
    this.headers = headers
  }

  /** The HTTP status with which a service answers this. */
  statusOf(service: Service): number {
    return statusOf(this.name, service)
  }
}

/** The HTTP status with which a service answers an exception. */
export const statusOf = (name: ExceptionName, service: Service): number => {
  const status = statuses[name]
  return typeof status === 'number' ? status : status[service]
}

/** One member of a request that breaks a constraint. */
export interface InvalidField {
  readonly name: string
  readonly message: string
}

/** The request breaks the API's constraints, or the flow's. */
export class ValidationException extends ServiceException {
  override readonly name = 'ValidationException'
  readonly fieldList: readonly InvalidField[]

  /** @param options.fieldList - the build-time service alone declares it. */
  constructor(message: string, { fieldList, cause }: { fieldList?: readonly InvalidField[]; cause?: unknown } = {}) {
    super(message, {
      cause,
      members: fieldList === undefined ? {} : { fieldList: fieldList.map((field) => ({ name: field.name, message: field.message })) },
    })
    this.fieldList = fieldList ?? []
  }
}

export class AccessDeniedException extends ServiceException {
  override readonly name = 'AccessDeniedException'
}

export class ResourceNotFoundException extends ServiceException {
  override readonly name = 'ResourceNotFoundException'
}

/** The resource is not in a state that allows this. */
export class ConflictException extends ServiceException {
  override readonly name = 'ConflictException'
}

export class ServiceQuotaExceededException extends ServiceException {
  override readonly name = 'ServiceQuotaExceededException'
}

/** Too much at once: the SDKs wait and try again. */
export class ThrottlingException extends ServiceException {
  override readonly name = 'ThrottlingException'
}

/** Not the caller's fault: the SDKs try again. */
export class InternalServerException extends ServiceException {
  override readonly name = 'InternalServerException'

  /** @param options.reason - the runtime service alone declares it. */
  constructor(message: string, { reason, cause }: { reason?: string; cause?: unknown } = {}) {
    super(message, { cause, members: reason === undefined ? {} : { reason } })
  }
}

interface OfDependency {
  readonly resourceName?: string
  readonly cause?: unknown
}

/** What a flow depends on refused or failed. */
export class DependencyFailedException extends ServiceException {
  override readonly name = 'DependencyFailedException'

  constructor(message: string, { resourceName, cause }: OfDependency = {}) {
    super(message, { cause, members: resourceName === undefined ? {} : { resourceName } })
  }
}

/** What a flow depends on is out of order or out of reach. */
export class BadGatewayException extends ServiceException {
  override readonly name = 'BadGatewayException'

  constructor(message: string, { resourceName, cause }: OfDependency = {}) {
    super(message, { cause, members: resourceName === undefined ? {} : { resourceName } })
  }
}

/** The request is not signed. */
export class MissingAuthenticationTokenException extends ServiceException {
  override readonly name = 'MissingAuthenticationTokenException'
}

/** The signature is malformed. */
export class IncompleteSignatureException extends ServiceException {
  override readonly name = 'IncompleteSignatureException'
}

/** Nobody has this access key, or not with this session token. */
export class UnrecognizedClientException extends ServiceException {
  override readonly name = 'UnrecognizedClientException'
}

/**
 * The signature is not what the secret makes of the request, or not of now.
 * @remarks Assumed: it and its neighbours have the names, words and statuses of AWS's other services; of Bedrock Flows only
 * ExpiredTokenException is on record.
 */
export class InvalidSignatureException extends ServiceException {
  override readonly name = 'InvalidSignatureException'
}

/** The credential is no longer valid. */
export class ExpiredTokenException extends ServiceException {
  override readonly name = 'ExpiredTokenException'
}

/**
 * No operation has this path, or none this method on it: then 405.
 * @remarks Assumed: AWS's front end answers so; neither service declares it, nor SerializationException for a body that is no JSON.
 */
export class UnknownOperationException extends ServiceException {
  override readonly name = 'UnknownOperationException'
  readonly #status: number

  constructor(message: string, { status = statuses.UnknownOperationException }: { status?: 404 | 405 } = {}) {
    super(message)
    this.#status = status
  }

  override statusOf(): number {
    return this.#status
  }
}

/** The request is not what the protocol can read: its body, or with 414 its URL, with 431 its headers. */
export class SerializationException extends ServiceException {
  override readonly name = 'SerializationException'
  readonly #status: number

  constructor(message: string, { status = statuses.SerializationException, cause }: { status?: 400 | 414 | 431; cause?: unknown } = {}) {
    super(message, { cause })
    this.#status = status
  }

  override statusOf(): number {
    return this.#status
  }
}

export class RequestEntityTooLargeException extends ServiceException {
  override readonly name = 'RequestEntityTooLargeException'
}
