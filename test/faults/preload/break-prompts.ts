import type { NodeType } from '../../../src/flow/nodes/node-type.ts'

const built = new URL('../../../dist/flow/nodes/prompt.js', import.meta.url).href
const { prompt }: { prompt: NodeType } = await import(built)
const { run } = prompt
if (!run) throw new Error('Prompt nodes do not run')
const bug = (): never => {
  throw new TypeError('undefined is not a function')
}

/** Two bugs: of the node itself, and of the model's provider, each where the prompt's input asks for it. */
const broken: typeof run = async (node, inputs, context) => {
  const text = JSON.stringify(inputs)
  if (text.includes('bug of the node')) bug()
  return run(node, inputs, text.includes('bug of the provider') ? { ...context, languageModel: { converse: async () => bug() } } : context)
}
Object.assign(prompt, { run: broken })
