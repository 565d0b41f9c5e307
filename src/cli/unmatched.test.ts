import { describe, expect, it } from 'vitest'
import { functionOf, input, lambda, output, prompt, retrieval, storage } from '../../test/definitions.ts'
import { ask } from '../../test/small-definitions.ts'
import type { FlowDefinition, FlowNode } from '../contract/flow-definition.ts'
import { textOfPath } from '../flow/places/definition-path.ts'
import { unmatchedIn } from './unmatched.ts'

type Entries = Parameters<typeof unmatchedIn>[1]

const nothing: Entries = { models: { routes: [] }, functions: [], buckets: [] }
const everything: Entries = {
  models: { routes: [{ match: 'other.*' }, { match: 'test.*' }] },
  functions: [{ match: '*:function:score', module: '/handler.mjs', maxConcurrency: 1, idempotent: false }],
  buckets: [{ match: 'invoices', directory: '/objects', maxConcurrency: 1, timeoutSeconds: 1 }],
}

const told = (definition: FlowDefinition, entries: Entries) =>
  unmatchedIn({ definition, unknown: [], text: '', rangeOf: () => ({ start: 0, end: 0 }) }, entries).map(
    ({ severity, type, message, path }) => [severity, type, textOfPath(path), message],
  )
const alone = (node: FlowNode): FlowDefinition => ({ nodes: [input(), node, output('End')] })

describe('what no entry of the configuration leads to', () => {
  it.each([
    {
      node: prompt('Ask'),
      setting: 'models' as const,
      type: 'unmatched-model',
      path: 'prompt.sourceConfiguration.inline.modelId',
      message: 'Node Ask will fail: no entry of models.routes in the configuration matches test.model.',
    },
    {
      node: lambda('Score'),
      setting: 'functions' as const,
      type: 'unmatched-function',
      path: 'lambdaFunction.lambdaArn',
      message: `Node Score will fail: no entry of functions in the configuration matches ${functionOf('Score')}.`,
    },
    {
      node: storage('Keep', 'invoices', {}),
      setting: 'buckets' as const,
      type: 'unmatched-bucket',
      path: 'storage.serviceConfiguration.s3.bucketName',
      message: 'Node Keep will fail: no entry of buckets in the configuration matches invoices.',
    },
    {
      node: retrieval('Fetch', 'invoices'),
      setting: 'buckets' as const,
      type: 'unmatched-bucket',
      path: 'retrieval.serviceConfiguration.s3.bucketName',
      message: 'Node Fetch will fail: no entry of buckets in the configuration matches invoices.',
    },
  ])('is told of a $node.type node, with its place', ({ node, setting, type, path, message }) => {
    const place = `nodes[1].configuration.${path}`

    expect(told(alone(node), { ...everything, [setting]: nothing[setting] })).toEqual([['warning', type, place, message]])
    expect(told(alone(node), { ...nothing, [setting]: everything[setting] })).toEqual([])
  })

  it('is told in the body of a Loop', () => {
    const body = { nodes: [ask('Before'), lambda('Score')] }
    const loop: FlowNode = { name: 'Again', type: 'Loop', configuration: { loop: { definition: body } } }

    expect(told(alone(loop), nothing).map(([, , path]) => path)).toEqual([
      'nodes[1].configuration.loop.definition.nodes[1].configuration.lambdaFunction.lambdaArn',
    ])
  })

  it('is told once, where it is asked for first', () => {
    const nodes = [prompt('First'), lambda('Score'), prompt('Second'), { ...lambda('Score'), name: 'Again' }, prompt('Third')]

    expect(told({ nodes }, nothing)).toEqual([
      ['warning', 'unmatched-model', expect.stringMatching(/^nodes\[0\]/), expect.stringMatching(/^Node First and 2 more will fail: /)],
      ['warning', 'unmatched-function', expect.stringMatching(/^nodes\[1\]/), expect.stringMatching(/^Node Score and 1 more will fail: /)],
    ])
  })

  it('is no built-in model, and nothing that is not named yet', () => {
    const unnamed = { ...lambda('Later'), configuration: { lambdaFunction: { lambdaArn: '' } } }

    expect(told({ nodes: [ask('Ask'), unnamed, { name: 'New', type: 'Storage' }] }, nothing)).toEqual([])
  })
})
