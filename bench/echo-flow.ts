import type { FlowDefinition } from '../src/contract/flow-definition.ts'
import { ask, data, end, start } from '../test/small-definitions.ts'

/** Input -> Prompt -> Output; the Prompt says the document back. */
export const echoFlow: FlowDefinition = {
  nodes: [start, ask('Ask', '{{words}}'), end],
  connections: [data('Start', 'Ask.words'), data('Ask.modelCompletion', 'End')],
}
