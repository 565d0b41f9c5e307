import type { OperationShape, Service } from '../../src/contract/operation.ts'
import { outlineOfExceptions, outlineOfOperation } from './contract-outline.ts'
import type { ExceptionOutline, Member, OperationOutline, Outline } from './outline.ts'

/** An operation of the contract, as far as the schemas of the SDK could say it: they know no constraints and one type of number. */
export const sdkViewOf = (shape: OperationShape): OperationOutline => {
  const { input, output, ...route } = outlineOfOperation(shape)
  return { ...route, input: unconstrained(input), output: unconstrained(output) }
}

/** The exceptions of a service likewise. */
export const sdkViewOfExceptions = (service: Service): Readonly<Record<string, ExceptionOutline>> =>
  Object.fromEntries(
    Object.entries(outlineOfExceptions(service)).map(([name, { status, body }]) => [name, { status, body: unconstrained(body) }]),
  )

const unconstrained = (outline: Outline): Outline => {
  switch (outline.kind) {
    case 'document':
    case 'recursion':
      return outline
    case 'list':
      return { kind: 'list', of: unconstrained(outline.of) }
    case 'map':
      return { kind: 'map', names: unconstrained(outline.names), of: unconstrained(outline.of) }
    case 'structure':
    case 'union':
    case 'events':
      return { kind: outline.kind, members: Object.fromEntries(Object.entries(outline.members).map(unconstrainedMember)) }
    case 'integer':
    case 'float':
      return { kind: 'number' }
    case 'string':
    case 'number':
    case 'boolean':
    case 'timestamp':
    case 'blob':
      return { kind: outline.kind }
  }
}

const unconstrainedMember = ([name, member]: [string, Member]): [string, Member] => [name, { ...member, of: unconstrained(member.of) }]
