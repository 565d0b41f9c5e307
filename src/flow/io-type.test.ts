import { expect, it } from 'vitest'
import type { IoType } from '../contract/flow-definition.ts'
import type { Json } from '../lib/json.ts'
import { checkType, ioTypeOf } from './io-type.ts'
import { NodeError } from './node-error.ts'

const types = ['String', 'Number', 'Boolean', 'Object', 'Array'] as const

it.each<[Json, IoType | 'Null']>([
  ['', 'String'],
  [0, 'Number'],
  [false, 'Boolean'],
  [{}, 'Object'],
  [[], 'Array'],
  [null, 'Null'],
])('%j is of type %s and no other', (value, actual) => {
  const accepted = types.filter((type) => {
    try {
      checkType({ side: 'Output', node: 'Start', name: 'document', type }, value)
      return true
    } catch {
      return false
    }
  })

  expect([ioTypeOf(value), accepted]).toEqual([actual, types.filter((type) => type === actual)])
})

it.each(['Input', 'Output'] as const)('names node and %s in the recorded words', (side) => {
  expect(() => checkType({ side, node: 'FlowInput', name: 'document', type: 'String' }, { a: 1 })).toThrow(
    new NodeError('VALIDATION', `Expected type for Node ${side} document of Node FlowInput to be STRING. Actual type is OBJECT.`),
  )
})
