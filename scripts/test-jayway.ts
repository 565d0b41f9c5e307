/** Jayway JsonPath itself, from Maven Central, evaluates what our input expressions evaluate: `npm run test:jayway -- --cases 20000`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { evaluatePath, isDefinitePath, parsePath } from '../src/flow/expression/path.ts'
import type { Json } from '../src/lib/json.ts'
import { documentOver, pathOver, writtenPath } from '../test/expressions.ts'
import { bound } from './bound.ts'
import { run } from './run.ts'
import { wholeNumbers } from './whole-numbers.ts'

const project = 'test/jayway'
const shownDifferences = 10

interface Question {
  readonly path: string
  readonly value: Json
}
type Answer = { readonly definite: boolean; readonly value: Json } | { readonly failure: string }

const { cases, seed } = wholeNumbers({ cases: 20_000, seed: 1 + Math.floor(Math.random() * 2 ** 31) })

await run('mvn', ['-q', '-B', '-f', `${project}/pom.xml`, 'compile', 'dependency:build-classpath', '-Dmdep.outputFile=target/classpath'])
const libraries = await readFile(`${project}/target/classpath`, 'utf8')

/** From a few names, so that paths and values meet; half of the paths as an author would write them. */
const names = ['a', 'b', 'c', 'a b', 'ключ']
const pieces = [
  '.a',
  '.b',
  '.c',
  "['a']",
  '["b"]',
  "['a','b']",
  '["a", "c"]',
  '[0]',
  '[-1]',
  '[1,2]',
  '[0,-1]',
  '[1:]',
  '[:2]',
  '[-2:]',
  '[*]',
  '.*',
  ' ',
]
const path = fc.oneof(
  pathOver(fc.constantFrom(...names)).map(writtenPath),
  fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((steps) => `$.data${steps.join('').trimEnd()}`),
)
const questions = fc
  .sample(fc.record({ path, value: documentOver(names) }), { numRuns: cases, seed })
  .filter((question) => 'path' in parsePath(question.path))

/** Behind the last words of one message Java shows the value in its own way. */
const withoutContext = (failure: string): string => failure.replace(/(?<=Current context is: ).*/s, '')

const ours = ({ path: written, value }: Question): Answer => {
  const parsed = parsePath(written)
  if ('cause' in parsed) throw new Error(parsed.cause)
  const found = evaluatePath(parsed.path, value)
  return 'value' in found ? { definite: isDefinitePath(parsed.path), value: found.value } : { failure: withoutContext(found.failure) }
}

const asked = async (): Promise<readonly Answer[]> => {
  const classpath = `${project}/target/classes:${libraries.trim()}`
  const child = bound(spawn('java', ['-cp', classpath, 'EvaluatePaths'], { stdio: ['pipe', 'pipe', 'inherit'] }))
  const said = text(child.stdout)
  child.stdin.end(questions.map((question) => `${JSON.stringify(question)}\n`).join(''))
  await once(child, 'close')
  return (await said)
    .trim()
    .split('\n')
    .map((line): Answer => {
      const answer: { definite: boolean; value: Json } | { definite?: boolean; failure: string } = JSON.parse(line)
      return 'failure' in answer ? { failure: withoutContext(answer.failure) } : answer
    })
}

const theirs = await asked()
if (theirs.length !== questions.length) throw new Error(`Java answered ${theirs.length} of ${questions.length} questions.`)
const plain = (answer: Answer): unknown => JSON.parse(JSON.stringify(answer))
const differences = questions.flatMap((question, index) => {
  const [one, other] = [plain(ours(question)), theirs[index]]
  return isDeepStrictEqual(one, other)
    ? []
    : `${JSON.stringify(question)}\n  Sluice: ${JSON.stringify(one)}\n  Jayway: ${JSON.stringify(other)}`
})
if (differences.length > 0) {
  console.error(differences.slice(0, shownDifferences).join('\n'))
  throw new Error(`${differences.length} of ${questions.length} answers differ: --seed ${seed} --cases ${cases} repeats it.`)
}
console.log(
  `Jayway answers ${questions.length.toLocaleString('en')} expressions as Sluice does, ${theirs.filter((each) => 'failure' in each).length.toLocaleString('en')} of them with a failure.`,
)
