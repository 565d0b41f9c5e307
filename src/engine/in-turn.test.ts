import { expect, it } from 'vitest'
import { ManualClock, settled } from '../../test/manual-clock.ts'
import { InTurn } from './in-turn.ts'

const inTurn = (mayGo: () => boolean) => {
  const clock = new ManualClock()
  return { clock, turns: new InTurn({ clock, mayGo }) }
}

it('runs one task after the other, whatever comes of them', async () => {
  const { turns } = inTurn(() => true)
  const first = Promise.withResolvers<string>()
  const begun: string[] = []
  const task = (name: string, result: Promise<string> | string) => async () => {
    begun.push(name)
    return await result
  }

  const answers = [turns.run(task('one', first.promise)), turns.run(task('two', 'b')), turns.run(task('three', 'c'))]
  await settled()
  expect(begun).toEqual(['one'])
  first.reject(new Error('broken'))

  expect(await Promise.allSettled(answers)).toMatchObject([{ reason: { message: 'broken' } }, { value: 'b' }, { value: 'c' }])
  expect(begun).toEqual(['one', 'two', 'three'])
})

it('asks before each, and again until it may go', async () => {
  let room = 1
  const { clock, turns } = inTurn(() => room > 0)
  const begun: number[] = []
  const take = (number: number) => async () => {
    room--
    begun.push(number)
  }
  const all = Promise.all([turns.run(take(1)), turns.run(take(2)), turns.run(take(3))])

  await clock.advance(1_000)
  expect([begun, turns.isHeldUp]).toEqual([[1], true])
  room = 1
  await clock.advance(100)
  expect(begun).toEqual([1, 2])
  room = 1
  await clock.advance(100)
  await all
  expect([begun, turns.isHeldUp]).toEqual([[1, 2, 3], false])
})
