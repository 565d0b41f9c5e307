import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FlowDefinition } from '../src/contract/flow-definition.ts'
import type { FlowNodeType } from '../src/contract/flow-definition.ts'
import { parse } from '../src/contract/parse.ts'
import { compile } from '../src/flow/compiler/compile.ts'
import { indexDefinition } from '../src/flow/compiler/definition-index.ts'
import { linkFlow } from '../src/flow/compiler/link-flow.ts'
import { nodeTypes } from '../src/flow/nodes/registry.ts'
import { mutations } from './mutations.ts'

const flows = globSync('test/flows/*.json')
  .toSorted()
  .map((file) => ({ name: basename(file, '.json'), definition: parse(FlowDefinition, JSON.parse(readFileSync(file, 'utf8'))) }))

/** Also of a prompt resource. */
const cannotRunYet = 'which this version of Sluice cannot run yet.'

const typesIn = ({ nodes = [] }: FlowDefinition): readonly FlowNodeType[] =>
  nodes.flatMap(({ type, configuration }) => [type, ...typesIn(configuration?.loop?.definition ?? {})])

it('there are at least 25 flows, with every type of node', () => {
  expect(flows.length).toBeGreaterThanOrEqual(25)
  expect(new Set(flows.flatMap(({ definition }) => typesIn(definition)))).toEqual(new Set(Object.keys(nodeTypes)))
})

it.each(flows)('$name has no finding, but that some of its nodes cannot run yet', ({ definition }) => {
  const { findings } = compile(definition)

  expect(findings.filter(({ message }) => !message.endsWith(cannotRunYet))).toEqual([])
})

it.each(flows)('$name is linked: each node is in one region, and each connection on both of its ends', ({ definition }) => {
  const { nodes, regions } = linkFlow(indexDefinition(definition))

  expect(nodes).toHaveLength(typesIn(definition).length)
  expect(regions.flatMap((region) => region.nodes).toSorted((a, b) => a - b)).toEqual(nodes.map(({ index }) => index))
  const out = nodes.flatMap(({ index, data }) => data.map(({ output, node, input }) => `${index}.${output} ${node}.${input}`))
  const into = nodes.flatMap(({ index, inputs }) =>
    inputs.map(({ source, input }) => `${source.node}.${source.output} ${index}.${input.name}`),
  )
  expect(out.toSorted()).toEqual(into.toSorted())
})

describe.each(mutations)('$name', ({ of, raises }) => {
  const broken = flows.flatMap(({ name, definition }) => of(definition).map((mutant) => ({ name, mutant })))

  it(`raises ${raises}, wherever it is done`, () => {
    const silent = broken.filter(({ mutant }) => !compile(mutant).findings.some(({ type }) => type === raises))

    expect(broken.length).toBeGreaterThan(0)
    expect(silent.map(({ name, mutant }) => ({ name, mutant, findings: compile(mutant).findings }))).toEqual([])
  })
})
