import { expect, it } from 'vitest'
import type { FlowDefinition } from '../../contract/flow-definition.ts'
import { begin, beside, control, flow, looping, refine } from '../../../test/findings/finding-case.ts'
import { ask, data } from '../../../test/small-definitions.ts'
import { compile } from './compile.ts'
import { tooLarge } from './too-large.ts'

const asks = (count: number) => Array.from({ length: count }, (_, index) => ask(`Ask${index}`))
const inLoop = (count: number) => looping(refine(flow([begin, ...asks(count), control], [])))
const connected = (count: number) =>
  beside(
    [ask('Ask')],
    Array.from({ length: count }, (_, index) => data('Start', 'Ask.words', `c${index}`)),
  )

it.each<[string, FlowDefinition, string | undefined]>([
  ['1,000 nodes with those in a Loop', inLoop(995), undefined],
  ['1,001 nodes with those in a Loop', inLoop(996), 'The flow has 1001 nodes with those in Loops; it can have 1000.'],
  ['100,000 connections', connected(99_999), undefined],
  ['100,001 connections', connected(100_000), 'The flow has 100001 connections; it can have 100000.'],
])('judges %s', (_, definition, message) => {
  expect(tooLarge(definition)).toBe(message)
})

it('is all that is said of a definition that is too large', () => {
  expect(compile(inLoop(996))).toEqual({
    findings: [{ severity: 'Error', type: 'Unspecified', message: tooLarge(inLoop(996)), details: { unspecified: {} } }],
  })
})
