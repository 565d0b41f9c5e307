import type { FlowConnection, FlowNode, FlowNodeInput } from '../src/contract/flow-definition.ts'
import { data, prompt } from './definitions.ts'
import type { Body } from './random-draft.ts'
import { type Offer, typeOf } from './random-offer.ts'

/** What a Loop is given. */
interface Begun {
  readonly draft: Pick<Offer, 'expression' | 'shape'>
  readonly extra: Pick<Offer, 'expression' | 'shape'> | undefined
  /** Whether nothing of it leaves the Loop. */
  readonly silent?: boolean
}

/** What a node of a body can take from another of it. */
type Inner = Pick<Offer, 'from' | 'shape'>

/** A Loop whose body has Prompts and Loops. */
export const buildLoop = (name: string, body: Body, { draft, extra, silent = false }: Begun): FlowNode => {
  const nodes: FlowNode[] = []
  const connections: FlowConnection[] = []
  const begins: readonly Inner[] = [{ from: 'Begin.draft', shape: 'text' }, ...(extra ? [{ from: 'Begin.extra', shape: extra.shape }] : [])]
  const offers = [...begins]
  const pick = (number: number, shape?: Offer['shape']): Inner => {
    const fitting = offers.filter((offer) => shape === undefined || offer.shape === shape)
    const found = fitting[number % fitting.length]
    if (!found) throw new Error('A body begins with a text')
    return found
  }
  for (const [index, { sources, inner }] of body.steps.entries()) {
    const step = `${name}_${inner ? 'Loop' : 'Prompt'}${index}`
    if (inner) {
      const [begun, more] = [pick(sources[0] ?? 0, 'text'), inner.extra === undefined ? undefined : pick(inner.extra)]
      const whole = { expression: '$.data' }
      nodes.push(buildLoop(step, inner, { draft: { ...whole, ...begun }, extra: more && { ...whole, ...more } }))
      connections.push(data(begun.from, `${step}.draft`))
      if (more) connections.push(data(more.from, `${step}.extra`))
      offers.push({ from: `${step}.final`, shape: 'text' })
      if (inner.counts) offers.push({ from: `${step}.iterationCount`, shape: 'number' })
    } else {
      const fed = sources.map((number) => pick(number))
      nodes.push(prompt(step, Object.fromEntries(fed.map(({ shape }, place) => [`in${place}`, ['$.data', typeOf(shape)] as const]))))
      connections.push(...fed.map(({ from }, place) => data(from, `${step}.in${place}`)))
      if (fed.length > 0 || body.idle) offers.push({ from: `${step}.modelCompletion`, shape: 'text' })
    }
  }
  const control = (input: string, category: NonNullable<FlowNodeInput['category']>, { from, shape }: Inner): FlowNodeInput => {
    if (category !== 'ReturnValueToLoopStart' || !body.forgets) connections.push(data(from, `Control.${input}`))
    return { name: input, type: typeOf(shape), expression: '$.data', category }
  }
  const { back, maxIterations, expression } = body
  const returned = [
    ...(back.draft === undefined ? [] : [control('draft', 'ReturnValueToLoopStart', pick(back.draft, 'text'))]),
    ...(back.extra === undefined || !extra ? [] : [control('extra', 'ReturnValueToLoopStart', pick(back.extra, extra.shape))]),
  ]
  const inputs = [
    control('more', 'LoopCondition', pick(body.more, 'text')),
    control('final', 'ExitLoop', pick(body.final, 'text')),
    ...returned,
  ]
  if (body.idle) inputs.push(control('seen', 'LoopCondition', { from: 'Begin.draft', shape: 'text' }))
  const declared = [{ name: 'draft', type: typeOf('text') }, ...(extra ? [{ name: 'extra', type: typeOf(extra.shape) }] : [])]
  return {
    name,
    type: 'Loop',
    configuration: {
      loop: {
        definition: {
          nodes: [
            { name: 'Begin', type: 'LoopInput', outputs: declared },
            ...nodes,
            {
              name: 'Control',
              type: 'LoopController',
              configuration: {
                loopController: {
                  continueCondition: { name: 'unfinished', expression },
                  ...(maxIterations !== undefined && { maxIterations }),
                },
              },
              inputs,
            },
          ],
          connections,
        },
      },
    },
    inputs: declared.map((port) => ({ ...port, expression: (port.name === 'draft' ? draft : extra)?.expression ?? '$.data' })),
    outputs: silent
      ? []
      : [{ name: 'final', type: 'String' }, ...(body.counts ? [{ name: 'iterationCount', type: 'Number' as const }] : [])],
  }
}
