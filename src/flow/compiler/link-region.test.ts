import { expect, it } from 'vitest'
import type { FlowDefinition, FlowNode } from '../../contract/flow-definition.ts'
import type { CompiledFlow } from './compiled-flow.ts'
import { indexDefinition } from './definition-index.ts'
import { linkFlow } from './link-flow.ts'
import { begin, collector, control, flow, input, iterator, refine } from '../../../test/findings/finding-case.ts'
import { ask, data, end, gate, route, start } from '../../../test/small-definitions.ts'

const linked = (definition: FlowDefinition): CompiledFlow => linkFlow(indexDefinition(definition))

/** Regions with names in place of numbers. */
const regionsOf = ({ nodes, regions }: CompiledFlow) => {
  const name = (index: number | undefined) => (index === undefined ? undefined : nodes[index]?.name)
  return regions.map(({ byName, ...region }) => {
    expect([...byName.values()]).toEqual(region.nodes.map((index) => nodes[index]))
    expect(region.nodes.every((index) => nodes[index]?.region === region.index)).toBe(true)
    return {
      type: region.type,
      nodes: region.nodes.map(name).join(' '),
      imports: region.imports.map(
        ({ from, source, output, condition, target }) => `${from} ${name(source)}.${output ?? condition} ${name(target)}`,
      ),
      awaits: region.awaits.map(name).join(' '),
      ...(region.type !== 'root' && { parent: region.parent, opener: name(region.opener) }),
      ...(region.type === 'each' && { collector: name(region.collector) }),
      ...(region.type === 'repeat' && { between: [name(region.loopInput), name(region.loopController)] }),
    }
  })
}

const named = (name: string, node: FlowNode): FlowNode => ({ ...node, name })
const free = (name: string, ...inputs: readonly string[]): FlowNode => ({ ...ask(name, 'x'), inputs: inputs.map((each) => input(each)) })
const items = (name: string) => ({ ...named(name, iterator), inputs: [input('array', 'Array', '$.data.items')] })

it('a plain flow is one region', () => {
  const compiled = linked(flow([start, ask('Ask'), end], [data('Start', 'Ask.words'), data('Ask.modelCompletion', 'End')]))

  expect(regionsOf(compiled)).toEqual([{ type: 'root', nodes: 'Start Ask End', imports: [], awaits: '' }])
})

it('an Iterator opens what it reaches, up to its Collector; what comes from outside is imported and awaited', () => {
  const definition = flow(
    [
      end,
      named('Late', { ...end, inputs: [input('document', 'Array')] }),
      start,
      items('Each'),
      route({ name: 'yes', expression: 'word == "yes"' }),
      free('Work', 'item', 'context'),
      free('Gated'),
      named('Side', end),
      collector,
      free('Context', 'words'),
    ],
    [
      data('Start', 'End'),
      data('Start', 'Each.array'),
      data('Start', 'Context.words'),
      data('Each.arrayItem', 'Route.word'),
      data('Each.arrayItem', 'Work.item'),
      data('Context.modelCompletion', 'Work.context'),
      gate('Route', 'yes', 'Gated'),
      data('Gated.modelCompletion', 'Side'),
      data('Work.modelCompletion', 'Gather.arrayItem'),
      data('Each.arraySize', 'Gather.arraySize'),
      data('Gather.collectedArray', 'Late'),
    ],
  )

  const compiled = linked(definition)

  expect(regionsOf(compiled)).toEqual([
    { type: 'root', nodes: 'End Late Start Each Gather Context', imports: [], awaits: '' },
    {
      type: 'each',
      nodes: 'Route Work Gated Side',
      parent: 0,
      opener: 'Each',
      collector: 'Gather',
      imports: ['0 Context.modelCompletion Work'],
      awaits: 'Context',
    },
  ])
  expect(compiled.byName.get('Each')).toMatchObject({ region: 0, opens: 1 })
  expect(compiled.byName.get('Gather')).toMatchObject({ region: 0, closes: 1 })
})

it('an Iterator in an Iterator awaits what the region around gives; the outer one, what comes from further out', () => {
  const definition = flow(
    [
      start,
      items('Outer'),
      free('Note', 'item'),
      items('Inner'),
      free('Work', 'item', 'note', 'context', 'outer'),
      named('InnerAll', collector),
      named('OuterAll', collector),
      end,
    ],
    [
      data('Start', 'Outer.array'),
      data('Start', 'Work.context'),
      data('Start', 'End'),
      data('Outer.arrayItem', 'Note.item'),
      data('Outer.arrayItem', 'Inner.array'),
      data('Outer.arrayItem', 'Work.outer'),
      data('Inner.arrayItem', 'Work.item'),
      data('Note.modelCompletion', 'Work.note'),
      data('Work.modelCompletion', 'InnerAll.arrayItem'),
      data('Inner.arraySize', 'InnerAll.arraySize'),
      data('InnerAll.collectedArray', 'OuterAll.arrayItem'),
      data('Outer.arraySize', 'OuterAll.arraySize'),
    ],
  )

  expect(regionsOf(linked(definition))).toEqual([
    { type: 'root', nodes: 'Start Outer OuterAll End', imports: [], awaits: '' },
    { type: 'each', nodes: 'Note Inner InnerAll', parent: 0, opener: 'Outer', collector: 'OuterAll', imports: [], awaits: 'Start' },
    {
      type: 'each',
      nodes: 'Work',
      parent: 1,
      opener: 'Inner',
      collector: 'InnerAll',
      imports: ['0 Start.document Work', '1 Outer.arrayItem Work', '1 Note.modelCompletion Work'],
      awaits: 'Note',
    },
  ])
})

it('a Loop opens its body, also inside an Iterator and inside a Loop; equal names are different nodes', () => {
  const exits = (source: string) => ['verdict', 'draft', 'final'].map((name) => data(source, `Control.${name}`))
  const inner = flow([begin, ask('Improve'), control], [data('Begin.draft', 'Improve.words'), ...exits('Improve.modelCompletion')])
  const outer = flow([control, refine(inner), begin], [data('Begin.draft', 'Refine.draft'), ...exits('Refine.final')])
  const definition = flow(
    [start, items('Each'), named('Refine', refine(outer)), end],
    [data('Start', 'Each.array'), data('Start', 'End'), data('Each.arrayItem', 'Refine.draft')],
  )

  const compiled = linked(definition)

  expect(regionsOf(compiled)).toEqual([
    { type: 'root', nodes: 'Start Each End', imports: [], awaits: '' },
    { type: 'each', nodes: 'Refine', parent: 0, opener: 'Each', collector: undefined, imports: [], awaits: '' },
    { type: 'repeat', nodes: 'Control Refine Begin', parent: 1, opener: 'Refine', between: ['Begin', 'Control'], imports: [], awaits: '' },
    { type: 'repeat', nodes: 'Begin Improve Control', parent: 2, opener: 'Refine', between: ['Begin', 'Control'], imports: [], awaits: '' },
  ])
  expect(compiled.nodes.map(({ index, name }) => `${index} ${name}`)).toEqual(
    ['Start', 'Each', 'Refine', 'End', 'Control', 'Refine', 'Begin', 'Begin', 'Improve', 'Control'].map(
      (name, index) => `${index} ${name}`,
    ),
  )
  expect(compiled.nodes[4]?.conditions).toEqual([{ name: 'again', expression: expect.anything() }])
  expect(compiled.nodes[4]?.inputs.map(({ source }) => source)).toEqual(Array.from({ length: 3 }, () => ({ node: 5, output: 'final' })))
  expect([...compiled.byName.keys()]).toEqual(['Start', 'Each', 'Refine', 'End'])
})
