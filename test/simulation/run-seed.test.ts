import { describe, expect, it } from 'vitest'
import { findPlanted } from './find-planted.ts'
import { importPatched } from './patched-sources.ts'
import { plantedFaults } from './planted-faults.ts'
import { runSeed } from './run-seed.ts'

describe('a seed', () => {
  it('gives the same trace byte for byte, and another seed another', async () => {
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8]
    const traceOf = async (seed: number): Promise<string> => (await runSeed(seed)).trace.join('\n')

    const first: string[] = []
    for (const seed of seeds) first.push(await traceOf(seed))
    const second: string[] = []
    for (const seed of seeds) second.push(await traceOf(seed))

    expect(second).toEqual(first)
    expect(new Set(first).size).toBe(seeds.length)
    expect(Math.min(...first.map(({ length }) => length))).toBeGreaterThan(1_000)
  })
})

describe('a planted fault', () => {
  it.each(plantedFaults)('is found: $name', async (fault) => {
    expect(await findPlanted(fault, 1_000)).toBeDefined()
  })

  it('is refused when its line is not in the source any more', async () => {
    const patched = importPatched('./run-seed.ts', [{ file: 'src/engine/decide.ts', line: 'not there', with: '' }])

    await expect(patched).rejects.toThrow('src/engine/decide.ts has the line to patch 0 times')
  })
})
