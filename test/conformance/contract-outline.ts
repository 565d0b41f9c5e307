import type { TObject } from 'typebox'
import { exceptionBodies } from '../../src/contract/exception-bodies.ts'
import { statusOf } from '../../src/contract/exceptions.ts'
import type { ExceptionName } from '../../src/contract/exceptions.ts'
import type { OperationShape, Service } from '../../src/contract/operation.ts'
import { outlineOfSchema } from './outline.ts'
import type { ExceptionOutline, OperationOutline } from './outline.ts'

/** An operation of the contract as plain data. */
export const outlineOfOperation = ({ method, path, status, input, output }: OperationShape): OperationOutline => ({
  method,
  path,
  status,
  input: outlineOfSchema(input),
  output: outlineOfSchema(output),
})

/** The exceptions that the contract declares for a service, by name. */
export const outlineOfExceptions = (service: Service): Readonly<Record<string, ExceptionOutline>> => {
  const bodies: Readonly<Record<string, TObject>> = exceptionBodies[service]
  return Object.fromEntries(
    Object.entries(bodies).map(([name, body]) => [name, { status: statusOf(name as ExceptionName, service), body: outlineOfSchema(body) }]),
  )
}
