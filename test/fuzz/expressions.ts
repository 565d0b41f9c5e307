/**
 * `npm run fuzz:expressions -- --seconds 60 --seed 1`: expressions and conditions that are drawn at random are read back as they were
 * written, answer what a slow reference answers, and never throw anything but their own error.
 */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { wholeNumbers } from '../../scripts/whole-numbers.ts'
import { conditionFaults } from '../../src/flow/expression/condition-faults.ts'
import { evaluateCondition, type ConditionExpression } from '../../src/flow/expression/condition.ts'
import { parseCondition } from '../../src/flow/expression/parse-condition.ts'
import { evaluatePath, parsePath, type InputPath } from '../../src/flow/expression/path.ts'
import { NodeError } from '../../src/flow/node-error.ts'
import type { Json } from '../../src/lib/json.ts'
import { conditionOver, documentOver, pathOver, writtenCondition, writtenPath } from '../expressions.ts'
import { checkProperties } from './check-properties.ts'
import { referenceCondition } from './reference-condition.ts'
import { referencePath } from './reference-path.ts'

const { seconds, seed } = wholeNumbers({ seconds: 60, seed: 1 + Math.floor(Math.random() * 2 ** 31) })

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value))

/** Some of what is drawn has no prototype, which counts for nothing here. */
const same = (what: string, found: unknown, expected: unknown): void => {
  if (!isDeepStrictEqual(plain([found]), plain([expected])))
    throw new Error(`${what}: ${JSON.stringify(found)} in place of ${JSON.stringify(expected)}`)
}

const reread = (condition: ConditionExpression): ConditionExpression => {
  const read = parseCondition(writtenCondition(condition))
  if ('cause' in read) throw new Error(`${writtenCondition(condition)}: ${read.cause}`)
  return read.expression
}

const checkPath = (path: InputPath, value: Json): void => {
  const found = evaluatePath(path, value)
  same(writtenPath(path), 'value' in found ? found.value : undefined, referencePath(path, value))
}

const checkCondition = (condition: ConditionExpression, inputs: Readonly<Record<string, Json>>): void => {
  let found: boolean | undefined
  try {
    found = evaluateCondition(condition, inputs)
  } catch (error) {
    if (!(error instanceof NodeError)) throw error
  }
  same(writtenCondition(condition), found, referenceCondition(condition, inputs))
  conditionFaults(condition, new Map([['aa', 'Number']]))
}

/** From a few names, so that paths and values meet. */
const document = documentOver(['a', 'b', 'c', 'a b'])
const path = pathOver(fc.constantFrom('a', 'b', 'c', 'a b', "it's", 'back\\slash'))
const pathPieces = [
  '.a',
  '.b',
  "['a']",
  '["b"]',
  "['a','b']",
  '[0]',
  '[-1]',
  '[0,-1]',
  '[1:]',
  '[:-1]',
  '[*]',
  '.*',
  '..',
  '[',
  ']',
  '?()',
  ',',
  '-',
]
const pathText = fc
  .array(fc.oneof(fc.constantFrom(...pathPieces), fc.string({ maxLength: 2 })), { maxLength: 12 })
  .map((pieces) => `$.data${pieces.join('')}`)

const inputs = fc.dictionary(fc.constantFrom('aa', 'bb', 'cc'), fc.oneof(document, fc.double(), fc.boolean(), fc.string())).map(plain)
const condition = conditionOver(['aa', 'bb', 'cc'])
const conditionPieces = [
  'aa',
  'bb',
  ' ',
  '==',
  '!=',
  '<',
  '>=',
  '(',
  ')',
  ' not ',
  ' and ',
  ' or ',
  '1',
  '-2.5e1',
  '"x"',
  '"',
  '\\',
  'true',
  "'",
  '=',
  '!',
]
const conditionText = fc
  .array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...conditionPieces) }, { weight: 1, arbitrary: fc.string({ maxLength: 2 }) }))
  .map((pieces) => pieces.join(''))

const properties = {
  'input expressions': fc.property(path, document, (drawn, value) => {
    same(writtenPath(drawn), parsePath(writtenPath(drawn)), { path: drawn })
    checkPath(drawn, value)
  }),
  'texts of input expressions': fc.property(pathText, document, (text, value) => {
    const read = parsePath(text)
    if ('path' in read) checkPath(read.path, value)
    else if (read.position > text.length + 1) throw new Error(`${text}: position ${read.position}`)
  }),
  conditions: fc.property(condition, inputs, (drawn, values) => {
    same(writtenCondition(drawn), reread(drawn), drawn)
    checkCondition(drawn, values as Record<string, Json>)
  }),
  'texts of conditions': fc.property(conditionText, inputs, (text, values) => {
    const read = parseCondition(text)
    if ('cause' in read) {
      if (read.position > text.length + 1) throw new Error(`${text}: position ${read.position}`)
      return
    }
    same(text, reread(read.expression), read.expression)
    checkCondition(read.expression, values as Record<string, Json>)
  }),
}

checkProperties('fuzz:expressions', properties, { seed, seconds })
