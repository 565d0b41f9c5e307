import * as buildTimeClient from '@aws-sdk/client-bedrock-agent'
import * as runTimeClient from '@aws-sdk/client-bedrock-agent-runtime'
import { describe, expect, it } from 'vitest'
import { operations } from '../../src/contract/operations.ts'
import type { OperationShape } from '../../src/contract/operation.ts'
import { unavailableOperations } from '../../src/contract/unavailable-operations.ts'
import { outlineOfSchema } from './outline.ts'
import { outlineOfSdk, sdkOperations } from './sdk-schema.ts'

const sdk = { 'bedrock-agent': sdkOperations(buildTimeClient), 'bedrock-agent-runtime': sdkOperations(runTimeClient) } as const

/** Shapes that Sluice declares as any JSON, each with the reason. */
const opaqueShapes: Readonly<Record<string, string>> = {
  TracePart: 'what an agent reports is relayed as it wrote it: no flow node and no operation reads inside',
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
  it.each(shapes)('declares %s with the same route, members and bindings', (name, { service, method, path, status, input, output }) => {
    const theirs = sdk[service][name]

    const opaque = (shape: string): boolean => Object.hasOwn(opaqueShapes, shape)
    expect({ method, path, status, input: outlineOfSchema(input), output: outlineOfSchema(output) }).toEqual({
      ...theirs,
      input: outlineOfSdk(theirs?.input, opaque),
      output: outlineOfSdk(theirs?.output, opaque),
    })
  })

  it.each(Object.keys(opaqueShapes))('still needs the exception for %s', (shape) => {
    const met = new Set<string>()
    const opaque = (seen: string): boolean => met.add(seen).has(shape) && seen === shape
    for (const [name, { service }] of shapes) outlineOfSdk(sdk[service][name]?.output, opaque)

    expect([...met]).toContain(shape)
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
