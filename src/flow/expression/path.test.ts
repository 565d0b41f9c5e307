import { expect, it } from 'vitest'
import fc from 'fast-check'
import type { Json } from '../../lib/json.ts'
import { evaluatePath, parsePath } from './path.ts'

const evaluate = (text: string, value: Json) => {
  const parsed = parsePath(text)
  return 'cause' in parsed ? parsed : evaluatePath(parsed.path, value)
}

const order: Json = JSON.parse(
  '{"id":7,"items":[{"sku":"a","n":1},{"sku":"b"},{"n":3}],"none":null,"a b":true,"x":{"y":{"z":"deep"}},"__proto__":{"own":1}}',
)

it.each<[string, Json]>([
  ['$.data', order],
  ['$.data.id', 7],
  ['$.data.none', null],
  ["$.data['a b']", true],
  ['$.data["a b"]', true],
  ['$.data.x.y.z', 'deep'],
  ["$.data['x']['y'].z", 'deep'],
  ['$.data.items[1].sku', 'b'],
  ['$.data.items[ 1 ].sku', 'b'],
  ['$.data.items[*].sku', ['a', 'b']],
  ['$.data.items.*.n', [1, 3]],
  ['$.data.x.*', [{ z: 'deep' }]],
  ['$.data.items[0,2].n', [1, 3]],
  ['$.data.items[2, 0].n', [3, 1]],
  ['$.data.items[1:].n', [3]],
  ['$.data.items[:1].sku', ['a']],
  ['$.data.items[1:2].sku', ['b']],
  ['$.data.items[5:9]', []],
  ['$.data.items[7,8]', []],
  ['$.data.items[9][*]', []],
  ['$.data.id.*', []],
  ['$.data.__proto__.own', 1],
])('%s selects', (text, value) => {
  expect(evaluate(text, order)).toEqual({ value })
})

const notAnObject = (property: string, path: string, found: string) =>
  `Expected to find an object with property ['${property}'] in path ${path} but found '${found}'. ` +
  "This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JacksonJsonProvider'."

it.each<[string, string]>([
  ['$.data.missing', "No results for path: $['data']['missing']"],
  ['$.data.missing.further', "Missing property in path $['data']['missing']"],
  ['$.data.missing[*]', "Missing property in path $['data']['missing']"],
  ['$.data.items[7]', "No results for path: $['data']['items'][7]"],
  ['$.data.items[7].sku.x', "No results for path: $['data']['items'][7]['sku']['x']"],
  ['$.data.id.x', notAnObject('x', "$['data']['id']", 'java.lang.Integer')],
  ['$.data.items.x', notAnObject('x', "$['data']['items']", 'java.util.ArrayList')],
  ['$.data.none.x', notAnObject('x', "$['data']['none']", 'null')],
  ['$.data.none[0]', "The path $['data']['none'] is null"],
  ['$.data.id[0]', 'Filter: [0] can only be applied to arrays. Current context is: 7'],
  ['$.data.x[0,1]', 'Filter: [0,1] can only be applied to arrays. Current context is: {"y":{"z":"deep"}}'],
  ['$.data.x.constructor', "No results for path: $['data']['x']['constructor']"],
  ['$.data.x.__proto__', "No results for path: $['data']['x']['__proto__']"],
  ['$.data.items.length', notAnObject('length', "$['data']['items']", 'java.util.ArrayList')],
  ['$.data.x.y.z.length', notAnObject('length', "$['data']['x']['y']['z']", 'java.lang.String')],
])('%s fails in the words of Jayway', (text, failure) => {
  expect(evaluate(text, order)).toEqual({ failure })
})

it('shortens a large value in a message', () => {
  expect(evaluate('$.data[0]', 'x'.repeat(5000))).toEqual({
    failure: `Filter: [0] can only be applied to arrays. Current context is: ${'x'.repeat(200)}...`,
  })
})

it.each([
  ['', 'Expression must start with $.data'],
  ['data', 'Expression must start with $.data'],
  ['$', 'Expression must start with $.data'],
  ['$.database', 'Expression must start with $.data'],
  ["$['data']", 'Expression must start with $.data'],
  ['$.data..x', 'Sluice cannot evaluate recursive descent (..), at character 7'],
  ['$.data[?(@.a > 1)]', 'Sluice cannot evaluate a filter, at character 7'],
  ['$.data.length()', 'Sluice cannot evaluate a function, at character 7'],
  ['$.data.items[-1]', 'Sluice cannot evaluate a negative index, at character 13'],
  ['$.data.items[-2:]', 'Sluice cannot evaluate a negative index, at character 13'],
  ["$.data['a','b']", 'Sluice cannot evaluate several names in one pair of brackets, at character 7'],
  ['$.data[0,0]', 'Sluice cannot evaluate a list with an index twice, at character 7'],
  ['$.data.', 'Unexpected text at character 7'],
  ['$.data.a b', 'Unexpected text at character 7'],
  ['$.data[', 'Unexpected text at character 7'],
  ['$.data[:]', 'Unexpected text at character 7'],
  ["$.data['a", 'Unexpected text at character 7'],
  ['$.data.a]', 'Unexpected text at character 7'],
  ['$.data ', 'Expression must start with $.data'],
])('%j is malformed', (text, cause) => {
  expect(parsePath(text)).toEqual({ cause })
})

it('finds any own member through its quoted name', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), (name, value) => {
      const quoted = name.replaceAll(/['\\]/g, String.raw`\$&`)
      const document: Json = JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`)

      expect(evaluate(`$.data['${quoted}']`, document)).toEqual({ value: JSON.parse(JSON.stringify(value)) })
    }),
  )
})

it('never throws, whatever the text and the value', () => {
  const text = fc
    .array(fc.constantFrom('.a', '[0]', '[*]', '.*', "['a']", '[0,1]', '[:1]', '..', '[', '-1', ' '))
    .map((parts) => `$.data${parts.join('')}`)

  fc.assert(fc.property(text, fc.jsonValue(), (path, value) => void evaluate(path, JSON.parse(JSON.stringify(value)))))
})
