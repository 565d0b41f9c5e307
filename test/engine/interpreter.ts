import type { FlowConnection, FlowDefinition, FlowNode, FlowNodeInput } from '../../src/contract/flow-definition.ts'
import type { Json } from '../../src/lib/json.ts'
import { type Graph, graphOf } from './graph.ts'

export interface Interpretation {
  /** All that is to happen, each once: `nodeInput Each:0/Ask {"text":"tea"}`. */
  readonly facts: ReadonlySet<string>
  /** Every visit that fails if no other ends the flow before. */
  readonly failing: ReadonlySet<string>
}

type Values = Readonly<Record<string, Json>>

/** `stuck`: it failed, or waits for ever for what failed. */
type Fate =
  | { readonly fate: 'dead' | 'stuck' }
  | { readonly fate: 'alive'; readonly values: Values; readonly condition?: string; readonly elements?: readonly Scope[] }

/** The root, one element or one iteration. */
interface Scope {
  readonly path: string
  /** Without those that lead to the Loop whose body this is. */
  readonly iterators: readonly string[]
  readonly around: Scope | undefined
  /** What the Input, the LoopInput or the Iterator puts out here. */
  readonly given: Values
  readonly fates: Map<string, Fate>
}

interface Told {
  readonly facts: Set<string>
  readonly failing: Set<string>
  readonly complete: (prompt: string) => string
}

/**
 * What a flow comes to, asked from the end: a node is alive if all that it needs is. One element after the other, one iteration
 * after the other. Knows nothing of events, queues or order, and reads the definition itself.
 */
export const interpret = (definition: FlowDefinition, document: Json, complete: (prompt: string) => string): Interpretation => {
  const told: Told = { facts: new Set(), failing: new Set(), complete }
  live(graphOf(definition), { path: '', given: { document } }, told)
  return told
}

/** Everything in the scopes of one definition. Answers the outermost. */
const live = (graph: Graph, begun: Pick<Scope, 'path' | 'given'>, told: Told): Scope => {
  const outermost: Scope = { ...begun, iterators: [], around: undefined, fates: new Map() }

  const fateOf = (scope: Scope, name: string): Fate => {
    const known = scope.fates.get(name)
    if (known) return known
    const node = graph.named(name)
    const fate = node ? decided(scope, node) : { fate: 'dead' as const }
    scope.fates.set(name, fate)
    return fate
  }

  /** What a connection brings into a scope, from there or from around. */
  const brought = (scope: Scope, { source }: FlowConnection): Fate => {
    const inside = graph.inside(source)
    let at = scope
    while (at.around && at.iterators.length > inside.length) at = at.around
    return graph.named(source)?.type === 'Iterator' ? { fate: 'alive', values: at.given } : fateOf(at, source)
  }

  const decided = (scope: Scope, node: FlowNode): Fate => {
    const { name, type } = node
    if (type === 'Input' || type === 'LoopInput') return put(scope, node, scope.given)
    if (type === 'Collector' && scope.iterators.length < graph.entry(name).length) return gathered(scope, node)
    const ways = graph.gates(name).map((gate) => ({ gate, fate: brought(scope, gate) }))
    const needed = graph.data(name).map((connection) => brought(scope, connection))
    const open = ways.some(({ gate, fate }) => 'condition' in fate && fate.condition === gate.configuration?.conditional?.condition)
    const mayOpen = ways.length === 0 || open || ways.some(({ fate }) => fate.fate === 'stuck')
    if (needed.length + ways.length === 0 || !mayOpen || needed.some(({ fate }) => fate === 'dead')) return { fate: 'dead' }
    if (needed.some(({ fate }) => fate === 'stuck') || (ways.length > 0 && !open)) return { fate: 'stuck' }
    if (type === 'Iterator' && graph.imports(name).some((connection) => isStuck(scope, connection))) return { fate: 'stuck' }
    const inputs = inputsOf(scope, node)
    if (!inputs) return failed(scope, name)
    told.facts.add(`nodeInput ${visit(scope, name)} ${JSON.stringify(inputs)}`)
    return worked(scope, node, inputs)
  }

  const isStuck = (scope: Scope, connection: FlowConnection): boolean =>
    graph.inside(connection.source).length <= scope.iterators.length && brought(scope, connection).fate === 'stuck'

  const failed = (scope: Scope, name: string): Fate => {
    told.failing.add(visit(scope, name))
    return { fate: 'stuck' }
  }

  const put = (scope: Scope, { name, outputs = [] }: FlowNode, all: Values): Fate => {
    const values = Object.fromEntries(outputs.flatMap((output) => (output.name in all ? [[output.name, all[output.name] ?? null]] : [])))
    if (outputs.some((output) => typeName(values[output.name]) !== output.type)) return failed(scope, name)
    told.facts.add(`nodeOutput ${visit(scope, name)} ${JSON.stringify(values)}`)
    return { fate: 'alive', values }
  }

  const inputsOf = (scope: Scope, { name, inputs = [] }: FlowNode): Values | undefined => {
    const found = inputs.flatMap((input) => {
      const feed = graph.data(name).find(({ configuration }) => configuration?.data?.targetInput === input.name)
      const from = feed && brought(scope, feed)
      if (from?.fate !== 'alive') return []
      return [[input.name, selected(input, from.values[feed?.configuration?.data?.sourceOutput ?? ''])] as const]
    })
    const values = found.flatMap(([input, value]) => (value === undefined ? [] : [[input, value] as const]))
    return values.length === found.length ? Object.fromEntries(values) : undefined
  }

  const worked = (scope: Scope, node: FlowNode, inputs: Values): Fate => {
    const { name, type } = node
    switch (type) {
      case 'Output':
        told.facts.add(`flowOutput ${visit(scope, name)} ${JSON.stringify(inputs['document'])}`)
        return { fate: 'alive', values: {} }
      case 'Condition': {
        const conditions = node.configuration?.condition?.conditions ?? []
        const condition = conditions.find(({ expression }) => expression === undefined || holds(expression, inputs))?.name ?? ''
        told.facts.add(`conditionResult ${visit(scope, name)} "${condition}"`)
        return { fate: 'alive', values: {}, condition }
      }
      case 'Prompt':
        return put(scope, node, { modelCompletion: told.complete([name, ...Object.values(inputs).map(textOf)].join(' ')) })
      case 'LambdaFunction':
        return put(scope, node, { functionResponse: told.complete([name, ...Object.values(inputs).map(textOf)].join(' ')) })
      case 'Storage':
        return put(scope, node, { s3Uri: `s3://objects/${textOf(inputs['objectKey'] ?? '')}` })
      case 'Retrieval':
        return put(scope, node, { s3Content: told.complete(`s3://objects/${textOf(inputs['objectKey'] ?? '')}`) })
      case 'Iterator':
        return iterated(scope, node, inputs['array'])
      case 'Loop':
        return repeated(scope, node, inputs)
      default:
        return { fate: 'alive', values: inputs }
    }
  }

  const iterated = (scope: Scope, node: FlowNode, array: Json | undefined): Fate => {
    const { name } = node
    const items = Array.isArray(array) ? array : []
    const iterators = [...scope.iterators, name]
    let stuck = false
    const elements = items.flatMap((arrayItem, index) => {
      const opened = { path: visit(scope, `${name}:${index}`), iterators, around: scope, fates: new Map<string, Fate>() }
      const given = put({ ...opened, given: {} }, node, { arrayItem, arraySize: items.length })
      if (given.fate !== 'alive') {
        stuck = true
        return []
      }
      const element: Scope = { ...opened, given: given.values }
      if (!allOf(element)) stuck = true
      return [element]
    })
    return stuck ? { fate: 'stuck' } : { fate: 'alive', values: {}, elements }
  }

  /** Outside of the elements. */
  const gathered = (scope: Scope, node: FlowNode): Fate => {
    const iterator = fateOf(scope, graph.entry(node.name).at(-1) ?? '')
    if (iterator.fate !== 'alive') return iterator
    const collectedArray = (iterator.elements ?? []).flatMap((element) => {
      const arrival = fateOf(element, node.name)
      return arrival.fate === 'alive' ? [arrival.values['arrayItem'] ?? null] : []
    })
    return put(scope, node, { collectedArray })
  }

  const repeated = (scope: Scope, loop: FlowNode, inputs: Values): Fate => {
    const body = graphOf(loop.configuration?.loop?.definition ?? {})
    const controller = body.nodes.find(({ type }) => type === 'LoopController')
    const { continueCondition, maxIterations = 10 } = controller?.configuration?.loopController ?? {}
    let given = inputs
    for (let ran = 1; ; ran++) {
      const iteration = live(body, { path: visit(scope, `${loop.name}:${ran - 1}`), given }, told)
      const last = iteration.fates.get(controller?.name ?? '')
      if (last?.fate === 'dead' && ![...iteration.fates.values()].some(({ fate }) => fate === 'stuck'))
        return { ...failed(iteration, controller?.name ?? '') }
      if (last?.fate !== 'alive' || [...iteration.fates.values()].some(({ fate }) => fate === 'stuck')) return { fate: 'stuck' }
      const of = (category: FlowNodeInput['category']): Values =>
        Object.fromEntries(Object.entries(last.values).filter(([name]) => named(controller, name)?.category === category))
      if (ran < maxIterations && holds(continueCondition?.expression ?? '', of('LoopCondition')))
        given = { ...given, ...of('ReturnValueToLoopStart') }
      else return put(scope, loop, { iterationCount: ran, ...of('ExitLoop') })
    }
  }

  /** Whether nothing in a scope is stuck. */
  const allOf = (scope: Scope): boolean => {
    const here = graph.nodes.filter(({ name, type }) => {
      const at = scope.iterators.join()
      return graph.home(name).join() === at || (type === 'Collector' && graph.entry(name).join() === at)
    })
    return here.map(({ name }) => fateOf(scope, name)).every(({ fate }) => fate !== 'stuck')
  }

  allOf(outermost)
  return outermost
}

const visit = ({ path }: Pick<Scope, 'path'>, name: string): string => (path === '' ? name : `${path}/${name}`)

const named = (node: FlowNode | undefined, input: string): FlowNodeInput | undefined => node?.inputs?.find(({ name }) => name === input)

const selected = ({ expression, type }: FlowNodeInput, whole: Json | undefined): Json | undefined => {
  const value = expression
    .split('.')
    .slice(2)
    .reduce<unknown>((from, key) => Object(from)[key], whole)
  return typeName(value) === type ? (value as Json) : undefined
}

const holds = (expression: string, inputs: Values): boolean => {
  const negated = /^not \((.+)\)$/.exec(expression)?.[1]
  if (negated !== undefined) return !holds(negated, inputs)
  const [, input = '', operator, constant = ''] = /^(\w+) (==|!=|>) (.+)$/.exec(expression) ?? []
  const value = inputs[input]
  return operator === '>' ? Number(value) > Number(constant) : (JSON.stringify(value) === constant) === (operator === '==')
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

const typeName = (value: unknown): string =>
  Array.isArray(value) ? 'Array' : (typeof value).replace(/^./, (letter) => letter.toUpperCase())
