import { expect, it } from 'vitest'
import { data, input, output, prompt } from '../../test/definitions.ts'
import { ScriptedModel } from '../../test/fakes.ts'
import { settled } from '../../test/manual-clock.ts'
import { request, world } from '../../test/engine/world.ts'
import type { FlowDefinition } from '../contract/flow-definition.ts'
import type { PromptVariant } from '../contract/prompt.ts'
import { NodeError } from '../flow/node-error.ts'

const promptArn = 'arn:aws:bedrock:us-east-1:000000000000:prompt/PROMPT0001'
const saying = (text: string): PromptVariant => ({
  name: 'plain',
  templateType: 'TEXT',
  templateConfiguration: { text: { text } },
  modelId: 'test.model',
})
const asking: FlowDefinition = {
  nodes: [input(), { ...prompt('Ask'), configuration: { prompt: { sourceConfiguration: { resource: { promptArn } } } } }, output('End')],
  connections: [data('Start', 'Ask.text'), data('Ask', 'End.document')],
}

it('each attempt reads the prompt as it is when it begins, and its event shows what was asked', async () => {
  const prompts = { [promptArn]: saying('first {{text}}') }
  const model = new ScriptedModel(({ prompt: asked }) => {
    if (asked !== 'first tea') return 'answer'
    prompts[promptArn] = saying('second {{text}}')
    throw new NodeError('DEPENDENCY_FAILED', 'Too many calls.', { retryable: true })
  })
  const one = world({ model, prompts })
  await one.engine.start(request(one.log, asking, { document: 'tea' }))
  await settled()
  await one.clock.advance(1_000)

  expect(model.prompts).toEqual(['first tea', 'second tea'])
  expect(one.status).toBe('Succeeded')
  expect(one.events.flatMap((event) => (event.type === 'nodeAction' ? [event.action.request['messages']] : []))).toEqual([
    [{ role: 'user', content: [{ text: 'second tea' }] }],
  ])
})
