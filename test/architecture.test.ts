import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const layers = ['lib', 'contract', 'flow', 'engine', 'providers', 'store', 'api', 'cli']
const longestFile = 300

/** The engine's files that decide; the others drive. */
const pureEngine =
  /^src\/engine\/(event|state|decide|decide-openers|evolve|scopes|settle|place|inputs|outputs|outcome|limits|failure|summary|queue|start-request|recovery|views\/.*)\.ts$/

const files = globSync('src/**/*.ts')
  .map((path) => normalize(path))
  .toSorted()
const production = files.filter((path) => !/\.(test|contract)\.ts$/.test(path))
const text = new Map(files.map((path) => [path, readFileSync(path, 'utf8')]))

const importsOf = (path: string): readonly string[] =>
  [...(text.get(path) ?? '').matchAll(/^(?:import|export)[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm)].map(
    ([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '',
  )
const local = (path: string): readonly string[] =>
  importsOf(path)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(path), name)))
const layerOf = (path: string): string => path.split('/')[1] ?? ''

describe('the architecture', () => {
  it('is seen: there are files in every layer', () => {
    expect([...new Set(production.map(layerOf))].toSorted()).toEqual(layers.toSorted())
  })

  it.each(files)('%s imports only from its own layer and those to its left', (path) => {
    const rank = layers.indexOf(layerOf(path))
    const isTest = !production.includes(path)
    const outside = local(path).filter((target) => !target.startsWith('src/'))
    const wrong = local(path).filter((target) => {
      if (!target.startsWith('src/')) return false
      const other = layers.indexOf(layerOf(target))
      const strangers = layerOf(path) === 'store' && layerOf(target) === 'providers'
      return other === -1 || other > rank || strangers
    })

    expect(rank).toBeGreaterThanOrEqual(0)
    expect(wrong).toEqual([])
    expect(outside.filter((target) => !isTest || !/^(test|examples)\//.test(target))).toEqual([])
  })

  it.each(production.filter((path) => /^src\/(contract|flow)\//.test(path) || pureEngine.test(path)))(
    '%s runs in a browser too',
    (path) => {
      const node = importsOf(path).filter((name) => name.startsWith('node:') || builtinModules.includes(name))

      expect(node).toEqual([])
      expect(text.get(path)).not.toMatch(/\b(process|Buffer)\./)
    },
  )

  it.each(production)('%s imports no test and no development dependency', (path) => {
    const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'))
    const foreign = importsOf(path).filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
    const packages = foreign.map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    )

    expect(packages.filter((name) => !(name in dependencies))).toEqual([])
    expect(local(path).filter((target) => /\.(test|contract)\.ts$/.test(target) || !target.startsWith('src/'))).toEqual([])
  })

  it('has no import cycles, not even of types', () => {
    const done = new Set<string>()
    const cycles: string[] = []
    const walk = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      if (done.has(path) || trail.includes(path)) return
      for (const target of local(path)) walk(target, [...trail, path])
      done.add(path)
    }

    for (const path of files) walk(path, [])

    expect(cycles).toEqual([])
  })

  it.each(globSync('{src,test,examples,scripts,bench}/**/*.{ts,py}').toSorted())(`%s has at most ${longestFile} lines`, (path) => {
    expect(readFileSync(path, 'utf8').split('\n').length - 1).toBeLessThanOrEqual(longestFile)
  })

  it('keeps lib small', () => {
    expect(production.filter((path) => layerOf(path) === 'lib').length).toBeLessThanOrEqual(5)
  })
})
