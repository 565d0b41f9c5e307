import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { collectGarbage } from './collect-garbage.ts'
import type { Heap } from './heap-room.ts'
import { HeapRoom } from './heap-room.ts'

/** A heap of 1,000 bytes, whose collections take 100 ms. */
class FakeHeap implements Heap {
  readonly limitBytes = 1_000
  needed = 0
  garbage = 0
  collections = 0
  now = 0

  used(): number {
    return this.needed + this.garbage
  }

  collect(): void {
    this.garbage = 0
    this.collections++
    this.now += 100
  }

  monotonic(): number {
    return this.now
  }
}

const roomIn = (heap: FakeHeap): HeapRoom => new HeapRoom(heap, heap)

describe('the room of a heap', () => {
  it('is there up to six tenths, and nobody looks at what is garbage', () => {
    const heap = new FakeHeap()
    heap.garbage = 600

    expect([roomIn(heap).isFullFor('start'), heap.collections]).toEqual([false, 0])
  })

  it('ends at four tenths for what is read from the log, too', () => {
    const heap = new FakeHeap()
    const room = roomIn(heap)
    heap.needed = 400

    expect([room.isFullFor('recovery'), room.isFullFor('invoke')]).toEqual([false, false])
    heap.needed = 401
    expect([room.isFullFor('recovery'), room.isFullFor('invoke'), room.isFullFor('start')]).toEqual([true, true, false])
  })

  it('is there when what is beyond is garbage, and not when it is needed', () => {
    const heap = new FakeHeap()
    const room = roomIn(heap)
    heap.garbage = 650

    expect([room.isFullFor('start'), heap.used()]).toEqual([false, 0])
    heap.needed = 601
    expect([room.isFullFor('start'), heap.collections]).toEqual([true, 2])
  })

  it('is looked at again when a tenth more is used, or after ten times as long as a look takes', () => {
    const heap = new FakeHeap()
    heap.needed = 650
    const room = roomIn(heap)
    const answers = [room.isFullFor('start'), room.isFullFor('start')]

    heap.garbage = 100
    answers.push(room.isFullFor('start'))
    expect([answers, heap.collections]).toEqual([[true, true, true], 1])
    heap.garbage = 101
    expect([room.isFullFor('start'), heap.collections, heap.garbage]).toEqual([true, 2, 0])
    heap.needed = 550
    heap.garbage = 150
    heap.now += 999
    expect([room.isFullFor('start'), heap.collections]).toEqual([true, 2])
    heap.now += 1
    expect([room.isFullFor('start'), heap.collections]).toEqual([false, 3])
  })

  it.each([
    ['--max-old-space-size=300', 300],
    ['--max-old-space-size=300 --max-semi-space-size=8', 300],
    ['--max-old-space-size=300 --max-semi-space-size=64 --max_semi_space_size=10', 300],
    ['--max-heap-size=100', 50],
  ])('is that of what stays, without the young objects: %s', (flags, megabytes) => {
    const script = `const { v8Heap } = await import(${JSON.stringify(import.meta.resolve('./heap-room.ts'))}); console.log(v8Heap().limitBytes)`
    const limitWith = (args: readonly string[], options: string): number => {
      const env = { ...process.env, NODE_OPTIONS: options }
      return Number(execFileSync(process.execPath, [...args, '--input-type=module', '-e', script], { env }))
    }

    expect([limitWith(flags.split(' '), ''), limitWith([], flags)]).toEqual([megabytes * 1_048_576, megabytes * 1_048_576])
  })

  it('is that of this process', async () => {
    const junk = new WeakRef({})
    await new Promise((resolve) => setImmediate(resolve))

    collectGarbage()

    expect(junk.deref()).toBeUndefined()
    expect(new HeapRoom({ monotonic: () => 0 }).isFullFor('start')).toBe(false)
    expect('gc' in globalThis).toBe(false)
  })
})
