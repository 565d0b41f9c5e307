import { afterAll, beforeAll, expect, it } from 'vitest'
import type { OperationName } from '../../src/contract/operations.ts'
import { routed } from '../definitions.ts'
import { callOf } from './any-operation.ts'
import type { World } from './world.ts'
import { executionRoleArn, startWorld } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ protocol: 'HTTP/1.1' })
})
afterAll(() => world[Symbol.asyncDispose]())

/** As the provider makes them up. */
const clientToken = (number: number) => `terraform-20261123170000000${String(number).padStart(9, '0')}`

/** How one kind of resource is spoken to. */
interface Resource {
  readonly create: OperationName
  readonly read: OperationName
  readonly update: OperationName
  readonly remove: OperationName
  readonly identifier: string
  /** What the service adds to what was written. */
  readonly computed: readonly string[]
}

const flow: Resource = {
  create: 'CreateFlow',
  read: 'GetFlow',
  update: 'UpdateFlow',
  remove: 'DeleteFlow',
  identifier: 'flowIdentifier',
  computed: ['id', 'arn', 'version', 'status', 'createdAt', 'updatedAt', 'validations'],
}
const prompt: Resource = {
  create: 'CreatePrompt',
  read: 'GetPrompt',
  update: 'UpdatePrompt',
  remove: 'DeletePrompt',
  identifier: 'promptIdentifier',
  computed: ['id', 'arn', 'version', 'createdAt', 'updatedAt'],
}

const customerEncryptionKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/aea0cafc-355a-40a3-84f8-d52855ed333e'
const variant = {
  name: 'plain',
  templateType: 'TEXT',
  templateConfiguration: { text: { text: 'Say {{word}}', inputVariables: [{ name: 'word' }], cachePoint: { type: 'default' } } },
  inferenceConfiguration: { text: { temperature: 0.7, topP: 0.8999999761581421, maxTokens: 2048, stopSequences: ['User:'] } },
}
const inline = { ...variant, modelId: 'test.model', additionalModelRequestFields: { top_k: 7, deep: [0.1, null, true, 'é', {}] } }
const { name: _, ...inlineWithoutName } = inline
const ask = {
  name: 'Ask',
  type: 'Prompt',
  configuration: {
    prompt: {
      sourceConfiguration: { inline: inlineWithoutName },
      guardrailConfiguration: { guardrailIdentifier: 'g1234567890', guardrailVersion: '1' },
    },
  },
  inputs: [{ name: 'word', type: 'String', expression: '$.data' }],
  outputs: [{ name: 'modelCompletion', type: 'String' }],
}
const start = { name: 'Start', type: 'Input', configuration: { input: {} }, outputs: [{ name: 'document', type: 'String' }] }

type Editions = readonly [object, ...(readonly object[])]

/** Each is a full replacement of the one before; the provider sends `definition` and lists as they are written, also empty. */
const flows: Editions = [
  { name: 'bare', executionRoleArn },
  { name: 'poem', description: 'Poems', executionRoleArn, customerEncryptionKeyArn, definition: { nodes: [start, ask], connections: [] } },
  { name: 'routed', executionRoleArn: `${executionRoleArn}-2`, definition: routed },
  { name: 'empty', executionRoleArn, definition: {} },
  { name: 'bare', executionRoleArn },
]
const prompts: Editions = [
  { name: 'bare' },
  { name: 'full', description: 'Says', customerEncryptionKeyArn, defaultVariant: 'plain', variants: [{ ...inline, metadata: [] }] },
  {
    name: 'agent',
    variants: [
      {
        ...variant,
        genAiResource: { agent: { agentIdentifier: 'arn:aws:bedrock:us-east-1:123456789012:agent-alias/AGENT00001/ALIAS00001' } },
      },
    ],
  },
  { name: 'empty', variants: [] },
  { name: 'bare' },
]
const tagSets = [{ team: 'a' }, { team: 'b', cost: '7 EUR' }, {}, { cost: '8' }, { cost: '8' }]

it.each([
  ['aws_bedrockagent_flow', flow, flows],
  ['aws_bedrockagent_prompt', prompt, prompts],
] as const)('%s is created, replaced, tagged and deleted, and never differs from what was written', async (__, resource, editions) => {
  const call = callOf(world)
  const { create, read, update, remove, identifier, computed } = resource
  const [first, ...changes] = editions
  const request = { ...first, clientToken: clientToken(1), tags: tagSets[0] }
  const { body: created } = await call(create, request)
  const labels = { [identifier]: created['id'] }
  const resourceArn: string = created['arn'] ?? ''
  const difference = async (edition: object, tags: object) => {
    const [{ body }, tagged] = [await call(read, labels), await call('ListTagsForResource', { resourceArn })]
    const written = Object.fromEntries(Object.entries(body).filter(([member]) => !computed.includes(member)))
    expect(written).toStrictEqual(edition)
    expect(tagged.body).toStrictEqual({ tags })
    expect([body['id'], body['arn'], body['createdAt']]).toEqual([created['id'], created['arn'], created['createdAt']])
  }

  expect((await call(create, request)).body).toStrictEqual(created)
  await difference(first, tagSets[0] ?? {})
  for (const [index, edition] of changes.entries()) {
    const [before = {}, after = {}] = tagSets.slice(index)
    const { body: updated } = await call(update, { ...labels, ...edition })
    const removed = Object.keys(before).filter((key) => !(key in after))
    if (removed.length > 0) await call('UntagResource', { resourceArn, tagKeys: removed })
    if (Object.keys(after).length > 0) await call('TagResource', { resourceArn, tags: after })
    expect(updated).toMatchObject(edition)
    await difference(edition, after)
  }

  expect((await call(remove, labels)).body).toEqual({ id: created['id'] })
  await expect(call(read, labels)).rejects.toMatchObject({ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } })
  await expect(call('ListTagsForResource', { resourceArn })).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  await expect(call(remove, labels)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})
