import { expect, it } from 'vitest'
import { parseDefinition } from '../parse-definition.ts'
import { unknownMembers } from './unknown-members.ts'

const controller = (loopController: object) => ({
  nodes: [
    {
      name: 'Refine',
      type: 'Loop',
      configuration: {
        loop: { definition: { nodes: [{ name: 'End', type: 'LoopController', configuration: { loopController } }], connections: [] } },
      },
    },
  ],
  connections: [],
})
const continueCondition = { name: 'again', expression: 'more' }

it('finds what the API does not know, in the body of a Loop too', () => {
  const written = { ...controller({ continueCondition, maxIteration: 3 }), layout: {} }

  expect(unknownMembers(written, parseDefinition(written))).toEqual([
    ['nodes', 0, 'configuration', 'loop', 'definition', 'nodes', 0, 'configuration', 'loopController', 'maxIteration'],
    ['layout'],
  ])
})

it('finds nothing in what the API knows, nor in what is null', () => {
  const written = { ...controller({ continueCondition, maxIterations: 3 }), layout: null }

  expect(unknownMembers(written, parseDefinition(written))).toEqual([])
})
