import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readDefinition } from './definition-file.ts'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sluice-definition-'))
})
afterAll(() => rm(directory, { recursive: true }))

const read = async (content: string | Uint8Array, name = 'flow') => {
  const file = join(directory, name)
  await writeFile(file, content)
  return readDefinition(file)
}

const bomb = Array.from(
  { length: 30 },
  (_, index) => `a${index}: &a${index} [${index === 0 ? '1' : `*a${index - 1}, *a${index - 1}`}]`,
).join('\n')
const definition = { nodes: [{ name: 'Start', type: 'Input' }] }
const json = JSON.stringify(definition)

it.each([
  ['JSON', json],
  ['JSON behind a byte order mark', `\uFEFF${json}`],
  ['YAML', 'nodes:\n  - name: Start\n    type: Input\n'],
  ['what get-flow prints', JSON.stringify({ name: 'poem', definition, id: 'AAAAAAAAAA' })],
])('reads %s', async (_, content) => {
  expect(await read(content)).toEqual(definition)
})

it('reads megabytes of JSON, which YAML may not have', async () => {
  const nodes = Array.from({ length: 1_000 }, (_, index) => ({ name: `Node${index}`, type: 'Output', outputs: [] }))
  const text = JSON.stringify({ nodes }, null, 4) + ' '.repeat(2_000_000)

  expect((await read(text)).nodes).toHaveLength(1_000)
})

it.each<[string, string | Uint8Array, RegExp]>([
  ['no mapping', '[]', /^The definition .*flow is no mapping with nodes and connections\.$/],
  ['an empty file', '', /is no mapping with nodes and connections\.$/],
  ['what is no definition', '{"nodes": [{}]}', /^The definition .*flow: .*name.*/],
  ['what is no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), /flow is not UTF-8\.$/],
  ['a member twice in JSON', '{"nodes":[],"nodes":[]}', /flow has the member "nodes" twice in one object\.$/],
  ['a member twice in YAML', 'nodes: []\nnodes: []', /flow is not valid YAML: line 2: Map keys must be unique\.$/],
  ['__proto__ in JSON', '{"nodes":[],"__proto__":{}}', /flow has a member named __proto__\.$/],
  ['__proto__ in YAML', 'nodes: []\n__proto__: {}', /flow is not valid YAML: line 2: A member must not be named __proto__\.$/],
  [
    'a number that JSON has not',
    'nodes: [{ x: .inf }]',
    /flow is not valid YAML: line 1: The number Infinity is none of JSON\. A text that looks like a number stands in quotes\.$/,
  ],
  ['JSON that nests too deep', '['.repeat(200) + ']'.repeat(200), /flow nests deeper than 128 levels\.$/],
  ['YAML that nests too deep', '- '.repeat(100_000), /flow is not valid YAML: line 1: It nests too deep\.$/],
  ['YAML that takes seconds', `# ${'x'.repeat(300_000)}\nnodes: []`, /flow is no JSON, and for YAML it is too large: at most 256 KiB\.$/],
  ['YAML that refers to itself', 'nodes: &a\n  - *a', /flow is not valid YAML: line 2: This refers to itself\.$/],
  ['YAML that refers to itself twice', 'nodes: &a [*a, *a]', /flow is not valid YAML: line 1: This refers to itself\.$/],
  ['a bomb of aliases', bomb, /flow is not valid YAML: line \d+: The aliases repeat too much\.$/],
  ['a date', 'nodes: !!timestamp 2024-01-01', /flow is not valid YAML: line 1: Unresolved tag/],
  ['a set', 'nodes: !!set {a, b}', /flow is not valid YAML: line 1: Unresolved tag/],
  ['a name that is a number', 'nodes: []\n1: a', /flow is not valid YAML: line 2: A name that is not a text stands in quotes\.$/],
  ['a merge key', 'a: &a {b: c}\n<<: *a', /flow is not valid YAML: line 2: Merge keys \(<<\) are not read: repeat the members\.$/],
  ['JSON with comments', '{ // a\n "nodes": [] }', /flow is not valid JSON: Expected property name/],
  ['more than the API takes', ' '.repeat(34_000_000), /flow is larger than 32 MiB\.$/],
])('refuses %s, by the file', async (_, content, message) => {
  await expect(read(content)).rejects.toThrow(message)
})

it.each([
  ['{"nodes": [secret]}', /flow\.json is not valid JSON: Unexpected token 's'\.$/],
  ['{"nodes": [', /flow\.json is not valid JSON: Unexpected end of JSON input\.$/],
  ['{"nodes": [1 2]}', /flow\.json is not valid JSON: Expected ',' or ']' .*line 1/],
])('says what is wrong with the JSON %s, and shows none of it', async (content, message) => {
  await expect(read(content, 'flow.json')).rejects.toThrow(message)
})

it('reads as many members of YAML as fit', async () => {
  const text = `nodes: []\nother:\n${Array.from({ length: 16_000 }, (_, index) => `  k${index}: 1\n`).join('')}`

  expect(await read(text)).toEqual({ nodes: [] })
})

it('reads no more of a device than it may', async () => {
  await expect(readDefinition('/dev/zero')).rejects.toThrow('The definition /dev/zero is larger than 32 MiB.')
})

it('says that a file does not exist, or is a directory', async () => {
  await expect(readDefinition(join(directory, 'nope'))).rejects.toThrow(/nope does not exist\.$/)
  await expect(readDefinition(directory)).rejects.toThrow(/cannot be read \(EISDIR\)\.$/)
})
