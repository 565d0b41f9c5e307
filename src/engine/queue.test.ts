import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Queue } from './queue.ts'

it('a queue answers like an array', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ pushes: fc.nat(2_000), shifts: fc.nat(2_000) }), { maxLength: 10 }), (steps) => {
      const [queue, array] = [new Queue<number>(), new Array<number>()]
      for (const { pushes, shifts } of steps) {
        for (let item = 0; item < pushes; item++) {
          queue.push(item)
          array.push(item)
        }
        const count = Math.min(shifts, array.length)
        expect(Array.from({ length: count }, () => queue.shift())).toEqual(array.splice(0, count))
        expect([queue.length, queue.peek()]).toEqual([array.length, array[0]])
      }
    }),
    { numRuns: 20 },
  )
})
