import { expect, it } from 'vitest'
import { fieldPath } from './field-path.ts'

it.each([
  ['', []],
  ['nodes', ['nodes']],
  ['nodes.1.member', ['nodes', 0]],
  ['nodes.12.member.inputs.3.member.expression', ['nodes', 11, 'inputs', 2, 'expression']],
  [
    'nodes.1.member.configuration.loop.definition.nodes.2.member.type',
    ['nodes', 0, 'configuration', 'loop', 'definition', 'nodes', 1, 'type'],
  ],
])('%s leads to %j', (field, path) => {
  expect(fieldPath(field)).toEqual(path)
})
