import type { FlowConnection, FlowDefinition, FlowNode, FlowNodeInput } from '../src/contract/flow-definition.ts'

/** What a request can hold: 32 MiB of JSON. */
const mostBytes = 32 * 1024 * 1024

/** Definitions that cost a compiler as much as they can, each by what is in it. */
export const hostileDefinitions: Readonly<Record<string, () => FlowDefinition>> = {
  'all the connections that a request can hold': () => ({
    nodes: [start, end],
    connections: filling((name) => ({ ...short, name }), mostBytes / 60),
  }),
  'connections that all lead nowhere': () => ({ nodes: [start, end], connections: filling((name) => ({ ...short, name })) }),
  'connections without configuration between 1,000 nodes': () => ({
    nodes: [start, ...prompts(998), end],
    connections: filling((name, number) => ({ ...short, name, source: `P${number % 997}`, target: `P${(number % 997) + 1}` })),
  }),
  'Data connections into 20,000 inputs, each many times': () => ({
    nodes: [start, ...prompts(998), end],
    connections: filling((name, number) => data(name, `P${number % 997}`, `P${(number % 997) + 1}`, `in${number % 20}`)),
  }),
  'Conditional connections, 4,090 outcomes between them': () => ({
    nodes: [start, ...conditions(818), ...prompts(180), end],
    connections: [
      ...conditions(818).map(({ name }) => data(`To${name}`, 'Start', name, 'word', 'document')),
      ...filling((name, number) => gate(name, `C${number % 818}`, outcomes[number % 5] ?? '', `P${number % 180}`)),
    ],
  }),
  'a ladder of 499 pairs of exclusive branches': () => ladder(499),
  '1,000 nodes, each behind 100 others': () => ({
    nodes: [start, ...prompts(998), end],
    connections: Array.from({ length: 998 * 100 }, (_, number) => {
      const [target, back] = [Math.floor(number / 100), number % 100]
      return data(`c${number}`, target > back ? `P${target - back - 1}` : 'Start', `P${target}`, `in${back % 20}`)
    }),
  }),
  '10,000 conditions': () => ({
    nodes: [start, ...conditions(2_000), end],
    connections: conditions(2_000).map(({ name }) => data(`To${name}`, 'Start', name, 'word', 'document')),
  }),
  '5,000 conditions of 64 characters that do not parse': () => ({
    nodes: [start, ...conditions(998, `${'('.repeat(30)}word == "x${')'.repeat(23)}`), end],
  }),
  '20,000 inputs whose expressions do not parse': () => ({
    nodes: [start, ...prompts(998, `$.data${'[0]'.repeat(19)}?`), end],
  }),
  'Loops inside each other, 24 deep, 40 nodes each': () => nested(24),
  '1,000 Loops of 1,000 nodes': () => ({
    nodes: Array.from({ length: 1_000 }, (_, number) =>
      loop(`L${number}`, { nodes: Array.from({ length: 1_000 }, () => ({ name: 'A1', type: 'Lex' })) }),
    ),
  }),
  '900 Iterators inside each other, with Data connections into the innermost': () => ({
    nodes: [start, ...iterators(900), ...prompts(1), end],
    connections: [
      ...iterators(900).map(({ name }, number) => data(`To${name}`, number === 0 ? 'Start' : `I${number - 1}`, name, 'array', 'arrayItem')),
      data('ToP0', 'I899', 'P0', 'in0', 'arrayItem'),
      ...filling((name, number) => data(name, `I${number % 899}`, 'P0', `in${number % 20}`, 'arrayItem')),
    ],
  }),
  '310 Iterators whose elements wait for each other': () => deadlocked(310),
  'a prompt of one variable, 6,700,000 times': () => prompted('{{a}}'.repeat(mostBytes / 5)),
  'a prompt of 3,000,000 variables': () =>
    prompted(Array.from({ length: 3_000_000 }, (_, number) => `{{${number.toString(36)}}}`).join('')),
  'a prompt of 3,000,000 pieces': () => chatted(Array.from({ length: 3_000_000 }, () => ({ text: '' }))),
  'a prompt of braces': () => prompted('{'.repeat(mostBytes)),
}

const start: FlowNode = { name: 'Start', type: 'Input', outputs: [{ name: 'document', type: 'String' }] }
const end: FlowNode = { name: 'End', type: 'Output', inputs: [{ name: 'document', type: 'String', expression: '$.data' }] }
const short: FlowConnection = { name: 'c1', type: 'Data', source: 'A1', target: 'B1' }
const outcomes = ['c1', 'c2', 'c3', 'c4', 'default']

/** As many as are compiled, beside at most 1,000 others. */
const filling = (make: (name: string, number: number) => FlowConnection, count = 99_000): readonly FlowConnection[] =>
  Array.from({ length: count }, (_, number) => make(`c${number}`, number))

const data = (name: string, source: string, target: string, targetInput: string, sourceOutput = 'modelCompletion'): FlowConnection => ({
  name,
  type: 'Data',
  source,
  target,
  configuration: { data: { sourceOutput, targetInput } },
})

const gate = (name: string, source: string, condition: string, target: string): FlowConnection => ({
  name,
  type: 'Conditional',
  source,
  target,
  configuration: { conditional: { condition } },
})

const input = (name: string, type: FlowNodeInput['type'] = 'String', expression = '$.data'): FlowNodeInput => ({ name, type, expression })

const prompt = (name: string, text: string, inputs: readonly FlowNodeInput[]): FlowNode => ({
  name,
  type: 'Prompt',
  configuration: {
    prompt: { sourceConfiguration: { inline: { modelId: 'm', templateType: 'TEXT', templateConfiguration: { text: { text } } } } },
  },
  inputs,
  outputs: [{ name: 'modelCompletion', type: 'String' }],
})

const prompts = (count: number, expression?: string): readonly FlowNode[] => {
  const inputs = Array.from({ length: 20 }, (_, number) => input(`in${number}`, 'String', expression))
  return Array.from({ length: count }, (_, number) => prompt(`P${number}`, 'x', inputs))
}

const condition = (name: string, all: readonly string[], expression?: string): FlowNode => ({
  name,
  type: 'Condition',
  configuration: {
    condition: {
      conditions: all.map((each, number) =>
        each === 'default' ? { name: each } : { name: each, expression: expression ?? `word == "${number}"` },
      ),
    },
  },
  inputs: [input('word')],
})

const conditions = (count: number, expression?: string): readonly FlowNode[] =>
  Array.from({ length: count }, (_, number) => condition(`C${number}`, outcomes, expression))

/** Each Condition is behind both branches of the one before: 2 to the power of `steps` ways lead to the end. */
const ladder = (steps: number): FlowDefinition => {
  const numbers = Array.from({ length: steps }, (_, number) => number)
  return {
    nodes: [
      start,
      ...numbers.flatMap((number) => [condition(`C${number}`, ['c1', 'default']), prompt(`P${number}`, 'x', [input('in0')])]),
      end,
    ],
    connections: numbers.flatMap((number) => [
      data(`a${number}`, 'Start', `C${number}`, 'word', 'document'),
      data(`b${number}`, 'Start', `P${number}`, 'in0', 'document'),
      gate(`d${number}`, `C${number}`, 'c1', `P${number}`),
      ...(number === 0
        ? []
        : [gate(`e${number}`, `C${number - 1}`, 'c1', `C${number}`), gate(`f${number}`, `C${number - 1}`, 'default', `C${number}`)]),
    ]),
  }
}

const loop = (name: string, definition: FlowDefinition): FlowNode => ({ name, type: 'Loop', configuration: { loop: { definition } } })

const nested = (depth: number): FlowDefinition => ({
  nodes: [...prompts(39), ...(depth === 0 ? [] : [loop('Deeper', nested(depth - 1))])],
})

const iterators = (count: number): readonly FlowNode[] =>
  Array.from({ length: count }, (_, number) => ({
    name: `I${number}`,
    type: 'Iterator',
    inputs: [input('array', 'Array', '$.data.x')],
    outputs: [
      { name: 'arrayItem', type: 'Object' },
      { name: 'arraySize', type: 'Number' },
    ],
  }))

/** The elements of each need what the Collectors of all others put out. */
const deadlocked = (count: number): FlowDefinition => {
  const each = Array.from({ length: count }, (_, number) => number)
  const collectors = each.map((number): FlowNode => ({
    name: `G${number}`,
    type: 'Collector',
    inputs: [input('arrayItem', 'Object'), input('arraySize', 'Number')],
    outputs: [{ name: 'collectedArray', type: 'Array' }],
  }))
  return {
    nodes: [start, ...iterators(count), ...prompts(count), ...collectors, end],
    connections: each.flatMap((number) => [
      data(`a${number}`, 'Start', `I${number}`, 'array', 'document'),
      data(`b${number}`, `I${number}`, `P${number}`, 'in0', 'arrayItem'),
      data(`d${number}`, `I${number}`, `G${number}`, 'arrayItem', 'arrayItem'),
      data(`e${number}`, `I${number}`, `G${number}`, 'arraySize', 'arraySize'),
      ...each.map((other) => data(`c${number}x${other}`, `G${other}`, `P${number}`, `in${1 + (other % 19)}`, 'collectedArray')),
    ]),
  }
}

const chatted = (content: readonly { readonly text: string }[]): FlowDefinition => {
  const inline = {
    modelId: 'm',
    templateType: 'CHAT' as const,
    templateConfiguration: { chat: { messages: [{ role: 'user' as const, content }] } },
  }
  return { nodes: [start, { name: 'P0', type: 'Prompt', configuration: { prompt: { sourceConfiguration: { inline } } } }, end] }
}

const prompted = (text: string): FlowDefinition => ({ nodes: [start, prompt('P0', text, []), end] })
