import type { FlowDefinition } from '../src/contract/flow-definition.ts'
import { collector, data, input, iterator, loop, output, prompt } from './definitions.ts'

/** A Loop called Refine over one Prompt called Ask: what it says comes back, and goes on while it is not `done`. */
export const refine = (options: Parameters<typeof loop>[2] = { expression: 'more != "done"' }) =>
  loop(
    'Refine',
    {
      nodes: [prompt('Ask')],
      connections: [
        data('Begin.draft', 'Ask.text'),
        data('Ask', 'Control.more'),
        data('Ask', 'Control.draft'),
        data('Ask', 'Control.final'),
      ],
    },
    options,
  )

/** Start, Refine, End, and Count, which puts out how many iterations there were. */
export const refining = (options?: Parameters<typeof loop>[2]): FlowDefinition => ({
  nodes: [input(), refine(options), output('End'), output('Count', '$.data', 'Number')],
  connections: [data('Start', 'Refine.draft'), data('Refine.final', 'End.document'), data('Refine.iterationCount', 'Count.document')],
})

/** Start, Each, Refine for each element, Gather, End. */
export const refiningEach: FlowDefinition = {
  nodes: [input('Array'), iterator('Each'), refine(), collector('Gather'), output('End', '$.data', 'Array')],
  connections: [
    data('Start', 'Each.array'),
    data('Each.arrayItem', 'Refine.draft'),
    data('Refine.final', 'Gather.arrayItem'),
    data('Each.arraySize', 'Gather.arraySize'),
    data('Gather.collectedArray', 'End.document'),
  ],
}

/** The Loop's controller waits for a node that never fires. */
export const undecided: FlowDefinition = {
  nodes: [
    input(),
    loop('Refine', {
      nodes: [prompt('Ask'), prompt('Idle', {})],
      connections: [
        data('Begin.draft', 'Ask.text'),
        data('Ask', 'Control.more'),
        data('Idle', 'Control.draft'),
        data('Ask', 'Control.final'),
      ],
    }),
    output('End'),
  ],
  connections: [data('Start', 'Refine.draft'), data('Refine.final', 'End.document')],
}
