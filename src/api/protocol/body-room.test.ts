import { expect, it } from 'vitest'
import { bodyRoom } from './body-room.ts'

it('lets the largest body go when all together hold too much', () => {
  const gone: string[] = []
  const room = bodyRoom(100)
  const [small, large, late] = ['small', 'large', 'late'].map((name) => room.enter(() => gone.push(name)))

  small?.hold(20)
  large?.hold(70)
  late?.hold(10)
  expect(gone).toEqual([])
  late?.hold(11)

  expect(gone).toEqual(['large'])
})

it('has room again for what comes after those that have left', () => {
  const gone: string[] = []
  const room = bodyRoom(100)
  const first = room.enter(() => gone.push('first'))
  first.hold(100)

  first.leave()
  first.hold(100)
  room.enter(() => gone.push('second')).hold(100)

  expect(gone).toEqual([])
})

it('lets a body go that alone is larger than all may be', () => {
  const gone: string[] = []

  bodyRoom(100)
    .enter(() => gone.push('only'))
    .hold(101)

  expect(gone).toEqual(['only'])
})
