import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import type { ExecutionLimits, StoredEvent } from '../../src/engine/event.ts'
import type { Json } from '../../src/lib/json.ts'
import { refining } from '../control-flow.ts'
import { collector, compiled, data, input, iterator, output, prompt } from '../definitions.ts'
import { PureRun } from './pure-run.ts'
import { limits } from './world.ts'

/** Runs to the end; each visit at work answers with what it was asked, in capitals. */
export const run = (definition: FlowDefinition, document: Json, changes: Partial<ExecutionLimits> = {}): PureRun => {
  const one = new PureRun(compiled(definition), document, { limits: { ...limits, ...changes } })
  one.decideAll()
  while (!one.state.ended) {
    const [visit] = one.state.inFlight.values()
    one.answer(saidOf(Object.values(visit?.inputs ?? {})[0]))
    one.decideAll()
  }
  return one
}

export const told = ({ events }: { readonly events: readonly StoredEvent[] }): readonly string[] =>
  events.flatMap((event) => {
    if (!('node' in event) || event.type === 'flowInput') return []
    const at = event.path === '' ? event.node : `${event.path}/${event.node}`
    switch (event.type) {
      case 'nodeInput':
        return `${at} < ${JSON.stringify(Object.values(event.inputs)[0])}`
      case 'nodeOutput':
        return `${at} > ${JSON.stringify(Object.values(event.outputs)[0])}`
      case 'flowOutput':
        return `${at} = ${JSON.stringify(event.document)}`
      case 'conditionResult':
        return `${at} ? ${event.condition}`
      case 'nodeFailure':
        return `${at} ! ${event.message}`
      default:
        return []
    }
  })

/** The outputs of the flow, with where they were put out. */
export const outputs = (one: PureRun): readonly string[] => told(one).filter((line) => line.includes(' = '))
export const failures = (one: PureRun): readonly string[] => told(one).filter((line) => line.includes(' ! '))

const saidOf = (value: Json = ''): string => (typeof value === 'string' ? value : JSON.stringify(value)).toUpperCase()

/** Start, Each, one Prompt called Ask, Gather, End. */
export const each: FlowDefinition = {
  nodes: [input('Array'), iterator('Each'), prompt('Ask'), collector('Gather'), output('End', '$.data', 'Array')],
  connections: [
    data('Start', 'Each.array'),
    data('Each.arrayItem', 'Ask.text'),
    data('Ask', 'Gather.arrayItem'),
    data('Each.arraySize', 'Gather.arraySize'),
    data('Gather.collectedArray', 'End.document'),
  ],
}

/** Start, Refine while its Prompt says `yes` or as the options have it, End, Count. */
export const repeating = (options: Parameters<typeof refining>[0] = {}): FlowDefinition => refining(options)
