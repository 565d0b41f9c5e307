import type { FlowDefinition } from '../src/contract/flow-definition.ts'
import { ask, data, end, start } from '../test/small-definitions.ts'

const connections = [data('Start', 'Ask.words'), data('Ask.modelCompletion', 'End')]

/** Input -> Prompt -> Output; the Prompt says the document back. */
export const echoFlow: FlowDefinition = { nodes: [start, ask('Ask', '{{words}}'), end], connections }

/** The same, with an hour before each word. */
export const slowEchoFlow: FlowDefinition = {
  nodes: [start, ask('Ask', '{{words}}', { tokenDelayMs: 3_600_000 }), end],
  connections,
}
