import { NodeError } from '../../flow/node-error.ts'
import type { Json } from '../../lib/json.ts'
import { isJsonObject } from '../../lib/json.ts'

/** How `additionalModelRequestFields` steer the built-in echo model. */
export interface EchoFields {
  /** The pause before each word. @defaultValue 0 */
  readonly tokenDelayMs: number
  /** How many times the prompt is said, with one space between. @defaultValue 1 */
  readonly repeat: number
  /** What goes wrong in place of an answer. @defaultValue nothing */
  readonly fail?: FailureKind
  /** Only the first so many calls of a visit fail. @defaultValue Infinity */
  readonly failTimes: number
}

const failureKinds = ['throttling', 'unavailable', 'refused'] as const
type FailureKind = (typeof failureKinds)[number]

const largest = { tokenDelayMs: 86_400_000, repeat: 10_000_000, failTimes: 1_000_000 }
const names = ['tokenDelayMs', 'repeat', 'fail', 'failTimes']

/** @throws NodeError - VALIDATION, naming the field that is unknown or of the wrong type. */
export const echoFields = (fields: Json | undefined): EchoFields => {
  if (fields === undefined || fields === null) return { tokenDelayMs: 0, repeat: 1, failTimes: Infinity }
  if (!isJsonObject(fields)) throw invalid('additionalModelRequestFields must be an object')
  const unknown = Object.keys(fields).find((name) => !names.includes(name))
  if (unknown !== undefined) throw invalid(`there is no field '${unknown}'; there are ${names.join(', ')}`)
  const fail = failureKind(fields['fail'])
  if (fail === undefined && fields['failTimes'] !== undefined) throw invalid('failTimes needs the field fail beside it')
  return {
    tokenDelayMs: wholeNumber('tokenDelayMs', fields['tokenDelayMs'], { from: 0, otherwise: 0 }),
    repeat: wholeNumber('repeat', fields['repeat'], { from: 1, otherwise: 1 }),
    ...(fail !== undefined && { fail }),
    failTimes: wholeNumber('failTimes', fields['failTimes'], { from: 1, otherwise: Infinity }),
  }
}

const failureKind = (value: Json | undefined): FailureKind | undefined => {
  const kind = failureKinds.find((known) => known === value)
  if (value !== undefined && kind === undefined) throw invalid(`fail must be ${failureKinds.join(', ')}`)
  return kind
}

interface Range {
  readonly from: number
  readonly otherwise: number
}

const wholeNumber = (name: keyof typeof largest, value: Json | undefined, { from, otherwise }: Range): number => {
  if (value === undefined) return otherwise
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= largest[name]) return value
  throw invalid(`${name} must be a whole number from ${from} to ${largest[name]}`)
}

const invalid = (problem: string): NodeError =>
  new NodeError('VALIDATION', `Model sluice.echo-v1:0 cannot use additionalModelRequestFields: ${problem}.`)
