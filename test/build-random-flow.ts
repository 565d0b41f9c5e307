import type { FlowConnection, FlowDefinition, FlowNode, IoType } from '../src/contract/flow-definition.ts'
import { buildLoop } from './build-random-loop.ts'
import { collector, condition, data, gate, input, iterator, lambda, output, prompt, retrieval, storage } from './definitions.ts'
import { type Offer, type Shape, typeOf } from './random-offer.ts'
import type { Draft } from './random-draft.ts'

type Choice = Pick<Offer, 'inside' | 'made'> & { readonly name: string }

const branches = ['first', 'second', 'default']
const deepest = 3

/** Makes nodes one after the other: each takes what was made before, so that neither cycles nor deadlocks come about. */
export const buildFlow = (drafts: readonly Draft[]): Required<FlowDefinition> => {
  const nodes: FlowNode[] = [input('Object')]
  const connections: FlowConnection[] = []
  const conditions: Choice[] = []
  const iterators = new Map<string, { readonly made: number; readonly inside: readonly string[]; gathered: boolean }>()
  const start = (member: string, shape: Shape): Offer => ({
    from: 'Start.document',
    expression: `$.data.${member}`,
    shape,
    inside: [],
    made: 0,
  })
  const offers = [start('text', 'text'), start('amount', 'number'), start('items', 'texts'), start('rows', 'rows')]

  /** What stands in the elements of `home`, and what these may import: it was there before the Iterator around them. */
  const usable =
    (home: readonly string[]) =>
    ({ inside, made }: Pick<Offer, 'inside' | 'made'>): boolean => {
      const entered = home[inside.length]
      return inside.every((name, depth) => home[depth] === name) && (entered === undefined || made < (iterators.get(entered)?.made ?? 0))
    }
  /** Every other time one of the last, so that chains come about. */
  const pick = (number: number, fits: (offer: Offer) => boolean): Offer => {
    const fitting = offers.filter(fits)
    const among = number % 2 === 0 ? fitting : fitting.slice(-3)
    const found = among[(number >> 1) % among.length]
    if (!found) throw new Error('Start always offers something')
    return found
  }
  const feed = (offer: Offer, target: string): number => connections.push(data(offer.from, target))
  /** What a Prompt of its own makes of it. */
  const worked = (one: Offer, name: string, made: number): Offer => {
    nodes.push(prompt(name, { in0: [one.expression, typeOf(one.shape)] }))
    feed(one, `${name}.in0`)
    return { from: `${name}.modelCompletion`, expression: '$.data', shape: 'text', inside: one.inside, made }
  }
  /** A Condition that decides where a node lives, whatever feeds it. */
  const gatedBy = ({ gates: [first] }: Draft): Choice | undefined =>
    first && first.condition % 2 === 0 ? conditions[(first.condition >> 1) % Math.max(1, conditions.length)] : undefined
  const wait = (name: string, home: readonly string[], draft: Draft): void => {
    const open = conditions.filter(usable(home))
    const own = gatedBy(draft)
    const ways = draft.gates.flatMap((way, index) => {
      const from = index === 0 && own && usable(home)(own) ? own : open[way.condition % Math.max(1, open.length)]
      return from ? [`${from.name}.${branches[way.branch % 3]}`] : []
    })
    connections.push(...[...new Set(ways)].map((way) => gate(way, name)))
  }
  const offer = (from: string, shape: Shape, inside: readonly string[], made: number): number =>
    offers.push({ from, expression: '$.data', shape, inside, made })
  /** Where a node lives: with its Condition, or else with the first that feeds it. */
  const placed = (draft: Draft, number: number, fits: (offer: Offer) => boolean): { home: readonly string[]; one: Offer } => {
    const own = gatedBy(draft)?.inside
    const one = pick(number, (offered) => fits(offered) && (own === undefined || usable(own)(offered)))
    return { home: own ?? one.inside, one }
  }
  const several = (draft: Draft, shapes: readonly Shape[]): { home: readonly string[]; fed: readonly Offer[] } => {
    const [number, ...more] = draft.sources
    if (number === undefined) return { home: gatedBy(draft)?.inside ?? [], fed: [] }
    const { home, one } = placed(draft, number, ({ shape }) => shapes.includes(shape))
    return { home, fed: [one, ...more.map((each) => pick(each, usable(home)))] }
  }
  const any: readonly Shape[] = ['text', 'number', 'texts', 'rows', 'deep']
  const few = (draft: Draft, most: number): Draft => ({ ...draft, sources: [...draft.sources, 0].slice(0, most) })

  /** A node that takes anything, and puts out a text. */
  const asking =
    (build: typeof prompt, puts: string) =>
    (name: string, draft: Draft, made: number): void => {
      const { home, fed } = several(draft, any)
      nodes.push(build(name, Object.fromEntries(fed.map((one, place) => [`in${place}`, portOf(one, draft)]))))
      for (const [place, one] of fed.entries()) feed(one, `${name}.in${place}`)
      wait(name, home, draft)
      offer(`${name}.${puts}`, 'text', home, made)
    }

  const make = {
    Prompt: asking(prompt, 'modelCompletion'),
    LambdaFunction: asking(lambda, 'functionResponse'),
    Storage: (name: string, draft: Draft, made: number): void => {
      const { home, one: key } = placed(draft, draft.sources[0] ?? 0, ({ shape }) => shape === 'text')
      const content = pick(draft.sources[1] ?? 0, usable(home))
      nodes.push(storage(name, 'objects', { content: portOf(content, draft), objectKey: [key.expression, 'String'] }))
      feed(content, `${name}.content`)
      feed(key, `${name}.objectKey`)
      wait(name, home, draft)
      offer(`${name}.s3Uri`, 'text', home, made)
    },
    Retrieval: (name: string, draft: Draft, made: number): void => {
      const { home, one: key } = placed(draft, draft.sources[0] ?? 0, ({ shape }) => shape === 'text')
      nodes.push(retrieval(name, 'objects', key.expression))
      feed(key, `${name}.objectKey`)
      wait(name, home, draft)
      offer(`${name}.s3Content`, 'text', home, made)
    },
    Condition: (name: string, draft: Draft, made: number): void => {
      const { home, fed } = several(few(draft, 2), ['text', 'number'])
      const ports = fed.map((one, place) => [`in${place}`, portOf(one, draft)] as const)
      const asNumber = ports[0]?.[1][1] === 'Number'
      const [first, second] = asNumber ? [`in0 > ${draft.threshold}`, `in0 == ${draft.threshold}`] : ['in0 == "yes"', 'in0 == "no"']
      nodes.push(condition(name, Object.fromEntries(ports), { first, second }))
      for (const [place, one] of fed.entries()) feed(one, `${name}.in${place}`)
      wait(name, home, draft)
      conditions.push({ name, inside: home, made })
    },
    Output: (name: string, draft: Draft): void => {
      const { home, fed } = several(few(draft, 1), any)
      for (const one of fed) {
        nodes.push(output(name, ...portOf(one, draft)))
        feed(one, `${name}.document`)
      }
      wait(name, home, draft)
    },
    Iterator: (name: string, draft: Draft, made: number): void => {
      const { home, one: array } = placed(draft, draft.sources[0] ?? 0, ({ shape }) => shape === 'texts' || shape === 'rows')
      if (home.length === deepest) return make.Prompt(name.replace('Iterator', 'Prompt'), draft, made)
      const item = array.shape === 'rows' ? 'texts' : 'text'
      nodes.push(iterator(name, typeOf(item), array.expression))
      feed(array, `${name}.array`)
      wait(name, home, draft)
      iterators.set(name, { made, inside: home, gathered: false })
      offer(`${name}.arrayItem`, item, [...home, name], made)
      offer(`${name}.arraySize`, 'number', [...home, name], made)
    },
    Collector: (name: string, draft: Draft, made: number): void => {
      const open = [...iterators].filter(([, { gathered }]) => !gathered)
      const [each, around] = open[(draft.sources[0] ?? 0) % Math.max(1, open.length)] ?? []
      if (each === undefined || !around) return make.Prompt(name.replace('Collector', 'Prompt'), draft, made)
      around.gathered = true
      const inner = [...around.inside, each]
      const imports = draft.threshold === 4
      const drawn = pick(draft.sources[1] ?? 0, (one) => usable(inner)(one) && (imports || one.inside.length === inner.length))
      const item = imports || draft.threshold === 0 ? drawn : worked(drawn, name.replace('Collector', 'Prompt'), made)
      const own = pick(draft.sources[2] ?? 0, (one) => one.shape === 'number' && usable(inner)(one))
      const way = imports ? conditions.findLast(({ inside }) => inside.join() === inner.join()) : undefined
      if (way) connections.push(gate(`${way.name}.default`, name))
      const size = way || item.inside.length === inner.length || own.inside.length === inner.length ? own : undefined
      nodes.push(sized(collector(name, typeOf(item.shape)), item, size))
      feed(item, `${name}.arrayItem`)
      connections.push(data(size?.from ?? `${each}.arraySize`, `${name}.arraySize`))
      if (!way) wait(name, inner, draft)
      offer(`${name}.collectedArray`, item.shape === 'text' ? 'texts' : item.shape === 'texts' ? 'rows' : 'deep', around.inside, made)
    },
    Loop: (name: string, draft: Draft, made: number): void => {
      const { body } = draft
      if (!body) return
      const { home, one: begun } = placed(draft, draft.sources[0] ?? 0, ({ shape }) => shape === 'text')
      const extra = body.extra === undefined ? undefined : pick(body.extra, usable(home))
      const silent = draft.threshold === 4
      nodes.push(buildLoop(name, body, { draft: begun, extra, silent }))
      feed(begun, `${name}.draft`)
      if (extra) feed(extra, `${name}.extra`)
      wait(name, home, draft)
      if (silent) return
      offer(`${name}.final`, 'text', home, made)
      if (body.counts) offer(`${name}.iterationCount`, 'number', home, made)
    },
  } satisfies Record<Draft['kind'], (name: string, draft: Draft, made: number) => void>

  const last: Draft = { kind: 'Output', sources: [0], gates: [], fault: 99, threshold: 0 }
  for (const [index, draft] of [...drafts, last].entries()) make[draft.kind](`${draft.kind}${index}`, draft, index + 1)
  return { nodes, connections }
}

const portOf = ({ from, expression, shape }: Offer, { fault }: Draft): readonly [string, IoType] => {
  const missing = `${from.startsWith('Start') ? '$.data' : expression}.missing`
  if (fault === 1) return [missing, 'Number']
  if (fault === 2 && from.startsWith('Start')) return [expression, shape === 'number' ? 'String' : 'Number']
  return [expression, typeOf(shape)]
}

/** A Collector takes what Start offers, too. */
const sized = (node: FlowNode, item: Offer, size: Offer | undefined): FlowNode => ({
  ...node,
  inputs: (node.inputs ?? []).map((each) => ({
    ...each,
    expression: (each.name === 'arrayItem' ? item.expression : size?.expression) ?? '$.data',
  })),
})
