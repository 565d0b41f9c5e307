import * as buildTimeClient from '@aws-sdk/client-bedrock-agent'
import * as runTimeClient from '@aws-sdk/client-bedrock-agent-runtime'
import { describe, expect, it } from 'vitest'
import { operations } from '../../src/contract/operations.ts'
import type { OperationShape } from '../../src/contract/operation.ts'
import { unavailableOperations } from '../../src/contract/unavailable-operations.ts'
import { differences } from './differences.ts'
import { sdkViewOfExceptions, sdkViewOf } from './sdk-view.ts'
import { outlineOfSdk, sdkErrors, sdkOperations } from './sdk-schema.ts'
import type { IsOpaque } from './sdk-schema.ts'

/** Shapes that Sluice declares as any JSON, each with the reason. */
const opaqueShapes: Readonly<Record<string, string>> = {
  TracePart: 'what an agent reports is relayed as it wrote it: no flow node and no operation reads inside',
}
const isOpaque: IsOpaque = (shape) => Object.hasOwn(opaqueShapes, shape)

const clients = { 'bedrock-agent': buildTimeClient, 'bedrock-agent-runtime': runTimeClient } as const
const sdk = { 'bedrock-agent': sdkOperations(buildTimeClient), 'bedrock-agent-runtime': sdkOperations(runTimeClient) } as const

const differencesOf = (name: string, shape: OperationShape, opaque: IsOpaque = isOpaque): readonly string[] => {
  const theirs = sdk[shape.service][name]
  return differences(sdkViewOf(shape), theirs && outlineOfSdk(theirs, opaque))
}

/** Operations that AWS's API model declares and the pinned SDK does not have yet: each is refused by name all the same. */
const newerThanSdk: readonly string[] = [
  'CreateRetrievalInstruction',
  'CreateRetrievalInstructionVersion',
  'CreateVpcConfiguration',
  'DeleteRetrievalInstruction',
  'DeleteVpcConfiguration',
  'GetRetrievalInstruction',
  'GetVpcConfiguration',
  'ListRetrievalInstructionVersions',
  'ListRetrievalInstructions',
  'ListVpcConfigurations',
  'UpdateRetrievalInstruction',
]

const shapes: [string, OperationShape][] = Object.entries(operations)

describe('the contract beside the official SDK', () => {
  it.each(shapes)('declares %s with the same route, members and bindings', (name, shape) => {
    expect(differencesOf(name, shape)).toEqual([])
  })

  it.each(Object.keys(opaqueShapes))('still needs the exception for %s', (shape) => {
    const others: IsOpaque = (name) => name !== shape && isOpaque(name)

    expect(shapes.flatMap(([name, ours]) => differencesOf(name, ours, others))).not.toEqual([])
  })

  it.each(['bedrock-agent', 'bedrock-agent-runtime'] as const)('gives the exceptions of %s the same statuses and members', (service) => {
    const theirs = sdkErrors(clients[service])
    const declared = new Set(shapes.filter(([, shape]) => shape.service === service).flatMap(([, { errors }]) => errors))

    const ours = sdkViewOfExceptions(service)
    expect(new Set(Object.keys(ours))).toEqual(declared)
    expect(declared.size).toBeGreaterThan(6)
    expect(Object.keys(ours).flatMap((name) => differences(ours[name], theirs[name], [name]))).toEqual([])
  })

  it('sees the operations that Sluice answers', () => {
    expect(shapes).toHaveLength(32)
  })

  it.each(['bedrock-agent', 'bedrock-agent-runtime'] as const)('answers or refuses by name exactly the operations of %s', (service) => {
    const ours = [
      ...shapes.map(([name, { service: of, method, path }]) => ({ name, service: of, method, path })),
      ...unavailableOperations,
    ].filter((operation) => operation.service === service)

    const theirs = Object.entries(sdk[service]).map(([name, { method, path }]) => ({ name, service, method, path }))
    expect(theirs.length).toBeGreaterThan(30)
    expect(ours.filter(({ name }) => !newerThanSdk.includes(name)).toSorted(byName)).toEqual(theirs.toSorted(byName))
  })

  it.each(newerThanSdk)('still needs the exception for %s', (name) => {
    expect(unavailableOperations.map((operation) => operation.name)).toContain(name)
    expect(sdk['bedrock-agent']).not.toHaveProperty(name)
  })
})

const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1)
