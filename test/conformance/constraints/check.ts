import { isDeepStrictEqual } from 'node:util'
import type { TObject } from 'typebox'
import { ValidationException } from '../../../src/contract/exceptions.ts'
import type { Service } from '../../../src/contract/operation.ts'
import { parseInput } from '../../../src/contract/parse-input.ts'
import type { Case } from './case.ts'
import { nameOf, requestOf } from './request.ts'

export interface Checked {
  readonly service: Service
  readonly input: TObject
}

/** What is wrong with the answer to a case, in one sentence; nothing: as it should be. `undefined`: no request can say it. */
export const check = ({ service, input }: Checked, one: Case): string | undefined => {
  const raw = requestOf(input, one.value)
  if (raw === undefined) return undefined
  const answer = answerOf(() => parseInput({ service, input }, raw))
  const wrong = one.broken === undefined ? wrongWhenInside(answer, one) : wrongWhenOutside(answer, one, service)
  return wrong && `${nameOf(one)} ${one.bound} ${JSON.stringify(one.value).slice(0, 300)}: ${wrong}`
}

const answerOf = (read: () => unknown): unknown => {
  try {
    return read()
  } catch (failure) {
    if (failure instanceof ValidationException) return failure
    throw failure
  }
}

const wrongWhenInside = (answer: unknown, { value }: Case): string => {
  if (answer instanceof ValidationException) return answer.message
  return isDeepStrictEqual(answer, withoutNulls(value)) ? '' : `is read as ${JSON.stringify(answer)}`
}

/** A member that is null is absent; what is inside a document is left as it is. */
const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, member]) => (member === null ? [] : [[name, withoutNulls(member)]])))
}

const wrongWhenOutside = (answer: unknown, one: Case, service: Service): string => {
  if (!(answer instanceof ValidationException)) return 'is taken'
  const name = nameOf(one)
  const fields = service === 'bedrock-agent' ? [name] : []
  if (
    !isDeepStrictEqual(
      answer.fieldList.map((field) => field.name),
      fields,
    )
  )
    return `names ${JSON.stringify(answer.fieldList)}`
  const isSaid =
    answer.message.startsWith('1 validation error detected: Value ') &&
    answer.message.endsWith(` at '${name}' failed to satisfy constraint: ${one.broken}`)
  return isSaid ? '' : answer.message
}
