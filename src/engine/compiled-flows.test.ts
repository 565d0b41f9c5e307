import { describe, expect, it } from 'vitest'
import { single } from '../../test/definitions.ts'
import { CompiledFlows } from './compiled-flows.ts'

/** Flows whose definitions are counted as they are read. */
const scene = (definition: (hash: string) => string = () => JSON.stringify(single)) => {
  const reads: string[] = []
  const flows = new CompiledFlows(async (hash) => {
    reads.push(hash)
    return definition(hash)
  })
  return { flows, reads }
}

describe('compiled flows', () => {
  it('are read and compiled once, also when they are asked for at once', async () => {
    const { flows, reads } = scene()

    const [first, second] = await Promise.all([flows.get('a'), flows.get('a')])

    expect(await flows.get('a')).toBe(first)
    expect(second).toBe(first)
    expect(reads).toEqual(['a'])
  })

  it('are kept while they are among the 256 used last', async () => {
    const { flows, reads } = scene()
    const others = Array.from({ length: 255 }, (_, index) => `other ${index}`)
    for (const hash of ['old', 'used', ...others.slice(0, 254), 'used', 'one more']) await flows.get(hash)
    reads.length = 0

    await flows.get('used')
    await flows.get('old')

    expect(reads).toEqual(['old'])
  })

  it('are asked for again after a failure', async () => {
    let broken = true
    const { flows, reads } = scene(() => (broken ? '{"nodes":[]}' : JSON.stringify(single)))
    await expect(flows.get('a')).rejects.toThrow('Definition a no longer compiles: ')
    broken = false

    expect((await flows.get('a')).start.name).toBe('Start')
    expect(reads).toEqual(['a', 'a'])
  })
})
