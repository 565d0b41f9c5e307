import * as buildTimeClient from '@aws-sdk/client-bedrock-agent'
import * as runTimeClient from '@aws-sdk/client-bedrock-agent-runtime'
import { expect, it } from 'vitest'
import type { OperationShape } from '../../src/contract/operation.ts'
import { operations } from '../../src/contract/operations.ts'
import type { OperationName } from '../../src/contract/operations.ts'
import { differences } from './differences.ts'
import { planted } from './plant.ts'
import { outlineOfSdk, sdkErrors, sdkOperations } from './sdk-schema.ts'
import { sdkViewOfExceptions, sdkViewOf } from './sdk-view.ts'

const sdk = { 'bedrock-agent': sdkOperations(buildTimeClient), 'bedrock-agent-runtime': sdkOperations(runTimeClient) } as const

/** The differences between an operation with something in it changed and the SDK's, beyond those of the operation as it is. */
const found = (name: OperationName, at: string, value: unknown): readonly string[] => {
  const shape: OperationShape = operations[name]
  const changed = planted(shape, at, value)
  const operation = sdk[shape.service][name]
  const theirs = operation && outlineOfSdk(operation, (seen) => seen === 'TracePart')
  return differences(sdkViewOf(changed), theirs)
}

const text = { type: 'string' }
const flowIdentifier = 'input.properties.flowIdentifier'

it.each<[category: string, OperationName, at: string, value: unknown, finding: string]>([
  ['method', 'GetFlow', 'method', 'POST', 'method: "POST" here, "GET" there'],
  ['path', 'GetFlow', 'path', '/flow/{flowIdentifier}/', 'path: "/flow/{flowIdentifier}/" here, "/flows/{flowIdentifier}/" there'],
  [
    'trailing slash',
    'GetFlow',
    'path',
    '/flows/{flowIdentifier}',
    'path: "/flows/{flowIdentifier}" here, "/flows/{flowIdentifier}/" there',
  ],
  ['status', 'CreateFlow', 'status', 200, 'status: 200 here, 201 there'],
  ['label', 'GetFlow', `${flowIdentifier}.in`, undefined, 'input.members.flowIdentifier.in: "body" here, "label" there'],
  ['query', 'ListFlows', 'input.properties.maxResults.in', undefined, 'input.members.maxResults.in: "body" here, "query" there'],
  ['header', 'InvokeFlow', 'output.properties.executionId.in', undefined, 'output.members.executionId.in: "body" here, "header" there'],
  [
    "header's name",
    'InvokeFlow',
    'output.properties.executionId.header',
    'x-id',
    'output.members.executionId.header: "x-id" here, "x-amz-bedrock-flow-execution-id" there',
  ],
  ['body', 'CreateFlow', 'input.properties.name.in', 'query', 'input.members.name.in: "query" here, "body" there'],
  [
    'stream',
    'InvokeFlow',
    'output.properties.responseStream.stream',
    undefined,
    'output.members.responseStream.of.kind: "union" here, "events" there',
  ],
  ['member more', 'CreateFlow', 'input.properties.colour', text, 'input.members.colour: something here, nothing there'],
  ['member less', 'CreateFlow', 'input.properties.description', undefined, 'input.members.description: nothing here, something there'],
  ['required', 'CreateFlow', 'input.required', ['name'], 'input.members.executionRoleArn.required: false here, true there'],
  [
    'optional',
    'CreateFlow',
    'input.required',
    ['name', 'executionRoleArn', 'description'],
    'input.members.description.required: true here, false there',
  ],
  [
    'idempotency token',
    'CreateFlow',
    'input.properties.clientToken.idempotencyToken',
    undefined,
    'input.members.clientToken.idempotencyToken: false here, true there',
  ],
  ['number', 'CreateFlow', 'input.properties.name', { type: 'number' }, 'input.members.name.of.kind: "number" here, "string" there'],
  ['string', 'ListFlows', 'input.properties.maxResults.type', 'string', 'input.members.maxResults.of.kind: "string" here, "number" there'],
  ['boolean', 'InvokeFlow', 'input.properties.enableTrace', text, 'input.members.enableTrace.of.kind: "string" here, "boolean" there'],
  ['timestamp', 'CreateFlow', 'output.properties.createdAt', text, 'output.members.createdAt.of.kind: "string" here, "timestamp" there'],
  [
    'document',
    'StartFlowExecution',
    'input.properties.inputs.items.properties.content.properties.document',
    text,
    'input.members.inputs.of.of.members.content.of.members.document.of.kind: "string" here, "document" there',
  ],
  ['list', 'ListFlows', 'output.properties.flowSummaries', text, 'output.members.flowSummaries.of.kind: "string" here, "list" there'],
  [
    'item',
    'UntagResource',
    'input.properties.tagKeys.items',
    { type: 'boolean' },
    'input.members.tagKeys.of.of.kind: "boolean" here, "string" there',
  ],
  [
    'value of a map',
    'TagResource',
    'input.properties.tags.additionalProperties',
    { type: 'boolean' },
    'input.members.tags.of.of.kind: "boolean" here, "string" there',
  ],
  ['map', 'TagResource', 'input.properties.tags', text, 'input.members.tags.of.kind: "string" here, "map" there'],
  [
    'union',
    'StartFlowExecution',
    'input.properties.inputs.items.properties.content.union',
    undefined,
    'input.members.inputs.of.of.members.content.of.kind: "structure" here, "union" there',
  ],
  [
    'structure',
    'ValidateFlowDefinition',
    'input.properties.definition.union',
    true,
    'input.members.definition.of.kind: "union" here, "structure" there',
  ],
])('a difference of a %s is found', (_, name, at, value, finding) => {
  expect(found(name, at, value)).toContain(finding)
})

it('a renamed member is found twice', () => {
  const { description, ...others } = operations.CreateFlow.input.properties

  expect(found('CreateFlow', 'input.properties', { ...others, Description: description })).toEqual([
    'input.members.Description: something here, nothing there',
    'input.members.description: nothing here, something there',
  ])
})

it('a difference at the bottom of a definition is found wherever the definition is', () => {
  const at = 'properties.definition.properties.nodes.items.properties.outputs.items.required'

  const sentence = 'members.definition.of.members.nodes.of.of.members.outputs.of.of.members.type.required: false here, true there'
  expect(found('CreateFlow', `input.${at}`, ['name'])).toEqual([`input.${sentence}`])
  expect(found('GetFlow', `output.${at}`, ['name'])).toEqual([`output.${sentence}`])
})

it('an operation that the SDK has not is found', () => {
  expect(differences(sdkViewOf(operations.GetFlow), undefined)).toEqual([': something here, nothing there'])
})

it.each([
  ['status', 'status', 400, 'status: 400 here, 402 there'],
  ['member', 'body.members.reason', { of: text }, 'body.members.reason: something here, nothing there'],
])('a difference of the %s of an exception is found', (_, at, value, finding) => {
  const name = 'ServiceQuotaExceededException'

  expect(differences(planted(sdkViewOfExceptions('bedrock-agent')[name], at, value), sdkErrors(buildTimeClient)[name])).toEqual([finding])
})
