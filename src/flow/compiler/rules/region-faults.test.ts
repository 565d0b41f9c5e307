import { expect, it } from 'vitest'
import type { FlowConnection, FlowDefinition, FlowNode } from '../../../contract/flow-definition.ts'
import { compile } from '../compile.ts'
import { unavailableNodeTypes } from '../unavailable-node-type.ts'
import { collector, flow, input, iterator } from '../../../../test/findings/finding-case.ts'
import { ask, data, end, start } from '../../../../test/small-definitions.ts'

const found = (definition: FlowDefinition) => {
  const later = new Set(unavailableNodeTypes(definition).map(({ message }) => message))
  return compile(definition)
    .findings.map(({ severity, type, message }) => ({ message, line: `${severity} ${type} ${message}` }))
    .filter(({ message }) => !later.has(message))
    .map(({ line }) => line)
}

const named = (name: string, node: FlowNode): FlowNode => ({ ...node, name })
const each = (name: string): FlowNode => ({ ...named(name, iterator), inputs: [input('array', 'Array', '$.data.items')] })
const gather = (name: string): FlowNode => ({
  ...named(name, collector),
  inputs: [input('arrayItem', 'String', '$.data.text'), input('arraySize', 'Number')],
})
const join = (name: string): FlowNode => ({
  ...ask(name, 'Join'),
  inputs: [input('one', 'String', '$.data.x'), input('other', 'String', '$.data.x')],
})
const list = (...names: readonly string[]) => names.map((name) => data('Start', `${name}.array`))
const size = (from: string, to: string) => data(`${from}.arraySize`, `${to}.arraySize`)
const around = (nodes: readonly FlowNode[], connections: readonly FlowConnection[]) =>
  flow([start, ...nodes, end], [data('Start', 'End'), ...connections])

it('finds no fault in Iterators inside each other, with values from outside', () => {
  const definition = around(
    [each('Outer'), each('Inner'), join('Work'), gather('InnerAll'), gather('OuterAll'), ask('After', 'x')],
    [
      ...list('Outer'),
      data('Outer.arrayItem', 'Inner.array'),
      data('Inner.arrayItem', 'Work.one'),
      data('Start', 'Work.other'),
      data('Work.modelCompletion', 'InnerAll.arrayItem'),
      size('Inner', 'InnerAll'),
      data('InnerAll.collectedArray', 'OuterAll.arrayItem'),
      size('Outer', 'OuterAll'),
      data('OuterAll.collectedArray', 'After.words'),
    ],
  )

  expect(found({ ...definition, nodes: (definition.nodes ?? []).map(anyWords) })).toEqual([])
})

/** A Prompt of this name takes what a Collector gives. */
const anyWords = (node: FlowNode): FlowNode => (node.name === 'After' ? { ...node, inputs: [input('words', 'Array')] } : node)

it.each<[string, FlowDefinition, readonly string[]]>([
  [
    'an element that needs what its own Collector puts out',
    around(
      [each('Each'), join('Work'), gather('Gather')],
      [
        ...list('Each'),
        data('Each.arrayItem', 'Work.one'),
        data('Each.arrayItem', 'Gather.arrayItem'),
        size('Each', 'Gather'),
        data('Gather.collectedArray', 'Work.other', 'early'),
      ],
    ),
    [
      'Error Unspecified The elements of Iterator Each need what their own Collector Gather puts out (connection early): they could never begin.',
    ],
  ],
  [
    'an element that needs a node behind its own Collector',
    around(
      [each('Each'), join('Work'), gather('Gather'), join('After')],
      [
        ...list('Each'),
        data('Each.arrayItem', 'Work.one'),
        data('Each.arrayItem', 'Gather.arrayItem'),
        size('Each', 'Gather'),
        data('Gather.collectedArray', 'After.one'),
        data('Start', 'After.other'),
        data('After.modelCompletion', 'Work.other', 'early'),
      ],
    ),
    [
      'Error Unspecified The elements of Iterator Each need node After, which waits for their own Collector Gather (connection early): they could never begin.',
    ],
  ],
  [
    'two Iterators whose elements wait for each other',
    around(
      [each('Left'), join('LeftWork'), gather('LeftAll'), each('Right'), join('RightWork'), gather('RightAll')],
      [
        ...list('Left', 'Right'),
        ...['Left', 'Right'].flatMap((side) => [
          data(`${side}.arrayItem`, `${side}Work.one`),
          data(`${side}.arrayItem`, `${side}All.arrayItem`),
          size(side, `${side}All`),
        ]),
        data('RightAll.collectedArray', 'LeftWork.other', 'fromRight'),
        data('LeftAll.collectedArray', 'RightWork.other', 'fromLeft'),
      ],
    ),
    [
      'Error Unspecified The elements of Iterator Left need node RightAll, which waits for their own Collector LeftAll (connection fromRight): they could never begin.',
      'Error Unspecified The elements of Iterator Right need node LeftAll, which waits for their own Collector RightAll (connection fromLeft): they could never begin.',
    ],
  ],
  [
    'a node that joins elements of two Iterators',
    around(
      [each('Left'), each('Right'), join('Work')],
      [...list('Left', 'Right'), data('Left.arrayItem', 'Work.one'), data('Right.arrayItem', 'Work.other')],
    ),
    ['Error Unspecified Node Work joins elements of the Iterators Left and Right: gather those of one with a Collector first.'],
  ],
  [
    'a Collector outside of every Iterator',
    around([gather('Gather')], [data('Start', 'Gather.arrayItem'), data('Start.size', 'Gather.arraySize')]),
    [
      'Error Unspecified Collector Gather has nothing to gather: none of its inputs comes from the elements of an Iterator.',
      'Error UnknownConnectionSourceOutput Connection StartsizeToGatherarraySize references an unknown source output, size of node Start.',
    ],
  ],
  [
    'a second Collector of one Iterator',
    around(
      [each('Each'), gather('One'), gather('Two')],
      [...list('Each'), ...['One', 'Two'].flatMap((name) => [data('Each.arrayItem', `${name}.arrayItem`), size('Each', name)])],
    ),
    ['Error Unspecified Collector Two gathers the elements of Iterator Each, as Collector One does: an Iterator has one Collector.'],
  ],
])('finds %s', (_, definition, lines) => {
  expect(found(definition)).toEqual(lines)
})

it('is silent while a connection leads nowhere or to itself', () => {
  const lost = around([gather('Gather')], [data('Each.arrayItem', 'Gather.arrayItem'), size('Each', 'Gather')])
  const circle = around([gather('Gather')], [data('Gather.collectedArray', 'Gather.arrayItem'), data('Start', 'Gather.arraySize')])

  expect(found(lost).filter((line) => line.includes('Unspecified'))).toEqual([])
  expect(found(circle).filter((line) => line.includes('Unspecified'))).toEqual([])
})
