import fc from 'fast-check'
import type { FlowConnection, FlowDefinition, FlowNode, FlowNodeInput, IoType } from '../src/contract/flow-definition.ts'

/** One step of a random program; numbers are taken modulo what there is to choose from. */
export type Step =
  | { readonly type: 'work'; readonly kind: number; readonly sources: readonly number[]; readonly result: number }
  | { readonly type: 'branch'; readonly source: number; readonly ways: readonly (readonly Step[])[] }
  | { readonly type: 'each'; readonly source: number; readonly collects: boolean; readonly body: readonly Step[] }
  | { readonly type: 'loop'; readonly source: number; readonly body: readonly Step[] }
  | { readonly type: 'output'; readonly source: number }

const { steps } = fc.letrec<{ step: Step; steps: readonly Step[] }>((tie) => ({
  steps: fc.array(tie('step'), { minLength: 1, maxLength: 4, depthIdentifier: 'program' }),
  step: fc.oneof(
    { depthIdentifier: 'program', depthSize: 'small' },
    fc.record({
      type: fc.constant('work'),
      kind: fc.nat(),
      sources: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      result: fc.nat(),
    }),
    fc.record({ type: fc.constant('output'), source: fc.nat() }),
    fc.record({ type: fc.constant('branch'), source: fc.nat(), ways: fc.array(tie('steps'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ type: fc.constant('each'), source: fc.nat(), collects: fc.boolean(), body: tie('steps') }),
    fc.record({ type: fc.constant('loop'), source: fc.nat(), body: tie('steps') }),
  ),
}))

/** Flows in which nothing can be found: made of blocks, so that branches do not meet and Iterators close what they open. */
export const randomValidFlow: fc.Arbitrary<FlowDefinition> = steps.map((program) => {
  const flow = new Flow()
  const start = flow.node('Input', { outputs: ['document'], types: ['Object'] })
  build(program, { flow, values: [start], gates: [], inLoop: false })
  flow.output(start, [])
  return flow.definition
})

/** An output that a node may use: a value of a branch, of elements or of a body is not seen outside. */
interface Value {
  readonly node: string
  readonly output: string
  readonly type: IoType
}

interface Block {
  readonly flow: Flow
  readonly values: readonly Value[]
  /** What every node of the block waits for: the outcome of the branch that it is in. */
  readonly gates: readonly Pick<FlowConnection, 'source' | 'configuration'>[]
  /** Of the Iterator that the block is in: what is iterated in it comes from it, so that no two Iterators stand beside each other. */
  readonly element?: Value
  readonly inLoop: boolean
}

interface Wiring {
  readonly from?: readonly (readonly [value: Value, input: FlowNodeInput])[]
  readonly gates?: Block['gates']
  readonly outputs?: readonly string[]
  readonly types?: readonly IoType[]
  readonly configuration?: FlowNode['configuration']
}

/** The nodes and connections of one definition, as they are added. */
class Flow {
  readonly #nodes: FlowNode[] = []
  readonly #connections: FlowConnection[] = []

  get definition(): FlowDefinition {
    return { nodes: this.#nodes, connections: this.#connections }
  }

  /** Answers its first output. */
  node(type: FlowNode['type'], { from = [], gates = [], outputs = [], types = [], configuration }: Wiring): Value {
    const name = `${type}${this.#nodes.length}`
    const declared = outputs.map((output, place) => ({ name: output, type: types[place] ?? 'String' }))
    const inputs = from.map(([, input]) => input)
    this.#nodes.push({ name, type, inputs, outputs: declared, ...(configuration && { configuration }) })
    for (const [value, input] of from) {
      const data = { sourceOutput: value.output, targetInput: input.name }
      this.#connect({ type: 'Data', source: value.node, target: name, configuration: { data } })
    }
    for (const gate of gates) this.#connect({ ...gate, type: 'Conditional', target: name })
    return { node: name, output: declared[0]?.name ?? '', type: declared[0]?.type ?? 'String' }
  }

  output(value: Value, gates: Block['gates']): void {
    this.node('Output', { from: [[value, same('document', value)]], gates })
  }

  #connect(connection: Omit<FlowConnection, 'name'>): void {
    this.#connections.push({ ...connection, name: `c${this.#connections.length}` })
  }
}

const same = (name: string, { type }: Value): FlowNodeInput => ({ name, type, expression: '$.data' })
/** Of a structure a member, of a list some elements, and what is plain as it is. */
const part = (name: string, { type }: Value, wanted: IoType): FlowNodeInput => {
  if (type === 'Object') return { name, type: wanted, expression: `$.data.${name}` }
  if (type === 'Array') return { name, type: 'Array', expression: '$.data[0:3]' }
  return { name, type, expression: '$.data' }
}

const types: readonly IoType[] = ['String', 'Number', 'Boolean', 'Object', 'Array']
const pick = <Item>(items: readonly Item[], number: number): Item => {
  const item = items[number % items.length]
  if (item === undefined) throw new Error('There is nothing to choose from')
  return item
}

const prompt = (text: string): NonNullable<FlowNode['configuration']> => ({
  prompt: { sourceConfiguration: { inline: { modelId: 'm', templateType: 'TEXT', templateConfiguration: { text: { text } } } } },
})
const lambda = { lambdaFunction: { lambdaArn: 'arn:aws:lambda:eu-central-1:123456789012:function:work' } }
const code = { inlineCode: { language: 'Python_3' as const, code: '1' } }

/** Answers what the block leaves to those after it: the values around it and its own. */
const build = (program: readonly Step[], block: Block): readonly Value[] =>
  program.reduce<readonly Value[]>((values, step) => [...values, ...add(step, { ...block, values })], block.values)

const add = (step: Step, block: Block): readonly Value[] => {
  switch (step.type) {
    case 'work':
      return [work(step, block)]
    case 'output':
      if (!block.inLoop) block.flow.output(pick(block.values, step.source), block.gates)
      return []
    case 'branch':
      return block.inLoop ? [] : branch(step, block)
    case 'each':
      return block.inLoop ? [] : each(step, block)
    case 'loop':
      return [loop(step, block)]
  }
}

const work = ({ kind, sources, result }: Extract<Step, { type: 'work' }>, { flow, values, gates }: Block): Value => {
  const from = sources.map((number, place) => {
    const value = pick(values, number)
    return [value, part(`in${place}`, value, pick(types, number))] as const
  })
  if (kind % 3 === 0)
    return flow.node('LambdaFunction', { from, gates, outputs: ['functionResponse'], types: [pick(types, result)], configuration: lambda })
  if (kind % 3 === 1)
    return flow.node('InlineCode', { from, gates, outputs: ['response'], types: [pick(types, result)], configuration: code })
  const text = from.map(([, { name }]) => `{{${name}}}`).join(' ')
  return flow.node('Prompt', { from, gates, outputs: ['modelCompletion'], configuration: prompt(text) })
}

const branch = ({ source, ways }: Extract<Step, { type: 'branch' }>, block: Block): readonly Value[] => {
  const value = pick(block.values, source)
  const names = ways.map((_, place) => (place === 0 ? 'default' : `way${place}`))
  const conditions = names.slice(1).map((name, place) => ({ name, expression: `word == "${place}"` }))
  const asText = block.flow.node('LambdaFunction', {
    from: [[value, same('in0', value)]],
    gates: block.gates,
    outputs: ['functionResponse'],
    configuration: lambda,
  })
  const condition = block.flow.node('Condition', {
    from: [[asText, same('word', asText)]],
    gates: block.gates,
    configuration: { condition: { conditions: [...conditions, { name: 'default' }] } },
  })
  for (const [place, way] of ways.entries()) {
    const gates = [{ source: condition.node, configuration: { conditional: { condition: names[place] ?? '' } } }]
    build(way, { ...block, gates })
  }
  return []
}

const each = ({ source, collects, body }: Extract<Step, { type: 'each' }>, block: Block): readonly Value[] => {
  const { flow, gates, element } = block
  const value = element ?? pick(block.values, source)
  const list = flow.node('LambdaFunction', {
    from: [[value, same('in0', value)]],
    gates,
    outputs: ['functionResponse'],
    types: ['Array'],
    configuration: lambda,
  })
  const item = flow.node('Iterator', {
    from: [[list, same('array', list)]],
    gates,
    outputs: ['arrayItem', 'arraySize'],
    types: ['Object', 'Number'],
  })
  const size: Value = { node: item.node, output: 'arraySize', type: 'Number' }
  build(body, { ...block, values: [...block.values, item, size], element: item })
  if (!collects) return []
  return [
    flow.node('Collector', {
      from: [
        [item, same('arrayItem', item)],
        [size, same('arraySize', size)],
      ],
      gates,
      outputs: ['collectedArray'],
      types: ['Array'],
    }),
  ]
}

const loop = ({ source, body }: Extract<Step, { type: 'loop' }>, { flow, values, gates }: Block): Value => {
  const value = pick(values, source)
  const inside = new Flow()
  const begin = inside.node('LoopInput', { outputs: ['draft'], types: [value.type] })
  const last = build(body, { flow: inside, values: [begin], gates: [], inLoop: true }).at(-1) ?? begin
  inside.node('LoopController', {
    from: [
      [last, { name: 'text', type: 'String', expression: '$.data.text', category: 'LoopCondition' }],
      [begin, { ...same('draft', begin), category: 'ReturnValueToLoopStart' }],
      [last, { ...same('result', last), category: 'ExitLoop' }],
    ],
    configuration: { loopController: { continueCondition: { name: 'again', expression: 'text == "more"' } } },
  })
  return flow.node('Loop', {
    from: [[value, same('draft', value)]],
    gates,
    outputs: ['result'],
    types: [last.type],
    configuration: { loop: { definition: inside.definition } },
  })
}
