import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stronglyConnected } from './strongly-connected.ts'

it('two nodes share a component exactly when each leads to the other', () => {
  const graph = fc
    .integer({ min: 1, max: 9 })
    .chain((count) => fc.array(fc.array(fc.nat(count - 1), { maxLength: 3 }), { minLength: count, maxLength: count }))

  fc.assert(
    fc.property(graph, (targets) => {
      const component = stronglyConnected(targets.length, (node) => targets[node] ?? [])

      const reach = targets.map((_, from) => {
        const reached = new Set([from])
        for (const node of reached) for (const target of targets[node] ?? []) reached.add(target)
        return reached
      })
      const together = (a: number, b: number) => (reach[a]?.has(b) ?? false) && (reach[b]?.has(a) ?? false)
      const pairs = targets.flatMap((_, a) => targets.map((__, b) => [a, b] as const))
      expect(pairs.filter(([a, b]) => (component[a] === component[b]) !== together(a, b))).toEqual([])
    }),
    { numRuns: 500 },
  )
})

it('takes a line of 100,000 nodes', () => {
  const component = stronglyConnected(100_000, (node) => (node < 99_999 ? [node + 1] : []))

  expect(new Set(component).size).toBe(100_000)
})
