import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { jsonNode } from './json-node.ts'
import { characterAt, rangeAt, type WrittenNode } from './written-node.ts'
import { yamlNode } from './yaml-node.ts'

const shown = (text: string, root: WrittenNode, path: readonly (string | number)[]): string => {
  const { start, end } = rangeAt(root, path)
  return text.slice(start, end)
}

describe('a place in JSON', () => {
  const text = ' { "nodes" : [ {"name":"A, \\"b\\"" , "n": -1.5e3,"none":null} ,[true,{}] ,"x" ],\n "\\u0061": {"deep":[[1]]} } '

  it.each<[readonly (string | number)[], string]>([
    [['nodes'], '"nodes"'],
    [['nodes', 0], '{'],
    [['nodes', 0, 'name'], '"A, \\"b\\""'],
    [['nodes', 0, 'n'], '-1.5e3'],
    [['nodes', 0, 'none'], 'null'],
    [['nodes', 1], '['],
    [['nodes', 1, 0], 'true'],
    [['nodes', 1, 1], '{'],
    [['nodes', 2], '"x"'],
    [['a'], '"\\u0061"'],
    [['a', 'deep', 0, 0], '1'],
    [[], '{'],
    [['missing'], '{'],
    [['nodes', 7], '"nodes"'],
    [['nodes', 0, 'missing', 'further'], '{'],
    [['nodes', 2, 'further'], '"x"'],
  ])('at %j is %s', (path, written) => {
    expect(shown(text, jsonNode(text), path)).toBe(written)
  })

  it('is found for every value of any document', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const written = JSON.stringify(value, undefined, indent)
        const wrong = scalarsIn(JSON.parse(written), []).filter(
          ({ path, scalar }) => JSON.stringify(JSON.parse(shown(written, jsonNode(written), path))) !== JSON.stringify(scalar),
        )

        expect(wrong).toEqual([])
      }),
    )
  })
})

const scalarsIn = (
  value: unknown,
  path: readonly (string | number)[],
): readonly { path: readonly (string | number)[]; scalar: unknown }[] => {
  if (typeof value !== 'object' || value === null) return [{ path, scalar: value }]
  return Object.entries(value).flatMap(([name, each]) => scalarsIn(each, [...path, Array.isArray(value) ? Number(name) : name]))
}

describe('a place in YAML', () => {
  const text = `# a flow
nodes:
  - &start
    name: Start
    text: 'it''s'
    code: |
      one
      two
    empty:
  - { name: "End", list: [1, two] }
  - *start
again: *start
`

  it.each<[readonly (string | number)[], string]>([
    [['nodes'], 'nodes'],
    [['nodes', 0, 'name'], 'Start'],
    [['nodes', 0, 'text'], "'it''s'"],
    [['nodes', 0, 'empty'], 'empty'],
    [['nodes', 1], '{'],
    [['nodes', 1, 'name'], '"End"'],
    [['nodes', 1, 'list', 1], 'two'],
    [['nodes', 2, 'name'], 'Start'],
    [['again', 'name'], 'Start'],
    [['again'], 'again'],
    [['nodes', 9], 'nodes'],
  ])('at %j is %s', (path, written) => {
    expect(shown(text, yamlNode(text), path)).toBe(written)
  })

  it('of a block is all of it, and of nothing is nowhere', () => {
    expect(shown(text, yamlNode(text), ['nodes', 0, 'code'])).toMatch(/^\|\n +one\n +two\n$/)
    expect(rangeAt(yamlNode(''), ['nodes'])).toEqual({ start: 0, end: 0 })
  })
})

describe('a character', () => {
  const whole = (text: string) => ({ start: 0, end: text.length })

  it.each<[string, number, string]>([
    ['"abc"', 1, 'a'],
    ['"abc"', 3, 'c'],
    ['"abc"', 4, '"'],
    ['"abc"', 9, '"'],
    ['"a \\"b\\" c"', 3, '\\'],
    ['"a \\"b\\" c"', 4, 'b'],
    ['"\\u0061bc"', 2, 'b'],
    ["'it''s x'", 4, 's'],
    ['plain', 3, 'a'],
    ['plain', 6, ''],
    ['|\n  text', 3, '|'],
  ])('of %s at %d is %s', (text, position, character) => {
    const { start, end } = characterAt(text, whole(text), position)

    expect(text.slice(start, end)).toBe(character)
  })
})
