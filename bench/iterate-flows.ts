import type { FlowDefinition } from '../src/contract/flow-definition.ts'
import { collector, condition, data, input, iterator, loop, output } from '../test/definitions.ts'
import { ask } from '../test/small-definitions.ts'

/** Each element is put out as it is: three events. */
export const passing: FlowDefinition = {
  nodes: [input('Array'), iterator('Each'), output('End')],
  connections: [data('Start', 'Each.array'), data('Each.arrayItem', 'End.document')],
}

const gathering = [data('Each.arraySize', 'Gather.arraySize'), data('Gather.collectedArray', 'End.document')]

/** Each element passes a Condition on its way to the Collector: four events, none of which waits for anything outside. */
export const deciding: FlowDefinition = {
  nodes: [
    input('Array'),
    iterator('Each'),
    condition('Route', { word: ['$.data', 'String'] }, { long: 'word == "long"' }),
    collector('Gather'),
    output('End', '$.data', 'Array'),
  ],
  connections: [
    data('Start', 'Each.array'),
    data('Each.arrayItem', 'Route.word'),
    data('Each.arrayItem', 'Gather.arrayItem'),
    ...gathering,
  ],
}

/** Each element is said back by the echo model: five events. */
export const asking: FlowDefinition = {
  nodes: [input('Array'), iterator('Each'), ask('Ask', '{{words}}'), collector('Gather'), output('End', '$.data', 'Array')],
  connections: [data('Start', 'Each.array'), data('Each.arrayItem', 'Ask.words'), data('Ask', 'Gather.arrayItem'), ...gathering],
}

const turn = ['more', 'draft', 'final'] as const

/** So many iterations, in a Loop of Loops of ten, as one has at most 1,000; each is two events. */
export const repeating = (iterations: number): FlowDefinition => {
  const inner = loop(
    'Inner',
    { connections: turn.map((to) => data('Begin.draft', `Control.${to}`)) },
    { maxIterations: Math.min(iterations, 10) },
  )
  const outer = loop(
    'Outer',
    { nodes: [inner], connections: [data('Begin.draft', 'Inner.draft'), ...turn.map((to) => data('Inner.final', `Control.${to}`))] },
    { maxIterations: Math.max(1, iterations / 10) },
  )
  return {
    nodes: [input(), outer, output('End')],
    connections: [data('Start', 'Outer.draft'), data('Outer.final', 'End.document')],
  }
}

/** Goes on in every Loop of `repeating`. */
export const goesOn = 'yes'
