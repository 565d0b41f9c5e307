import type { FlowDefinition } from '../../src/contract/flow-definition.ts'
import type { Json } from '../../src/lib/json.ts'
import { chain, collector, data, input, iterator, loop, output, prompt } from '../definitions.ts'

/** A flow under fire. */
export interface FlowUnderFire {
  readonly definition: FlowDefinition
  /** What a client starts it with. Whatever is unique in it reaches every prompt, so that no two calls of a model are alike. */
  readonly document: (unique: string) => Json
}

/** Two Prompts, one after the other. */
export const chained: FlowUnderFire = { definition: chain(2), document: (unique) => unique }

const body = {
  nodes: [prompt('Ask')],
  connections: [data('Begin.draft', 'Ask.text'), data('Ask', 'Control.more'), data('Ask', 'Control.draft'), data('Ask', 'Control.final')],
}
/** Its answers grow with each iteration. */
const repeated = (iterations: number) => loop('Refine', body, { expression: 'more != "never"', maxIterations: iterations })

const fewWords = (unique: string): string => unique.split(' ', 3).join(' ')
const numbered = (unique: string, count: number): readonly Json[] =>
  Array.from({ length: count }, (_, index) => `${fewWords(unique)} number ${index}`)

/** An Iterator with its Collector, and a Prompt behind them. */
const gathered: FlowUnderFire = {
  definition: {
    nodes: [
      input('Array'),
      iterator('Each'),
      prompt('Ask'),
      collector('Gather'),
      prompt('Sum', { all: ['$.data', 'Array'] }),
      output('End'),
    ],
    connections: [
      data('Start', 'Each.array'),
      data('Each.arrayItem', 'Ask.text'),
      data('Ask', 'Gather.arrayItem'),
      data('Each.arraySize', 'Gather.arraySize'),
      data('Gather.collectedArray', 'Sum.all'),
      data('Sum', 'End.document'),
    ],
  },
  document: (unique) => numbered(unique, 12),
}

const looped: FlowUnderFire = {
  definition: {
    nodes: [input(), repeated(6), output('End'), output('Count', '$.data', 'Number')],
    connections: [data('Start', 'Refine.draft'), data('Refine.final', 'End.document'), data('Refine.iterationCount', 'Count.document')],
  },
  document: fewWords,
}

/** Loops in the elements of an Iterator in those of another, which no Collector gathers. */
const nested: FlowUnderFire = {
  definition: {
    nodes: [input('Array'), iterator('Rows', 'Array'), iterator('Each'), repeated(2), output('End')],
    connections: [
      data('Start', 'Rows.array'),
      data('Rows.arrayItem', 'Each.array'),
      data('Each.arrayItem', 'Refine.draft'),
      data('Refine.final', 'End.document'),
    ],
  },
  document: (unique) => [numbered(`${unique.slice(0, 8)}-first`, 3), [], numbered(`${unique.slice(0, 8)}-second`, 2)],
}

/** Those with elements and iterations. */
export const withScopes: readonly FlowUnderFire[] = [gathered, looped, nested]
