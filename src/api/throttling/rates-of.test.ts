import { expect, it } from 'vitest'
import { operations } from '../../contract/operations.ts'
import { ratesOf } from './rates-of.ts'

const perSecond = (rates: ReturnType<typeof ratesOf>) => Object.fromEntries([...rates].map(([name, rate]) => [name, rate.perSecond]))

it('throttles nothing that is not written', () => {
  expect([...ratesOf({})]).toEqual([])
})

it("has AWS's published rates: 10 for what reads, 2 for what changes, none of executions and tags", () => {
  const rates = perSecond(ratesOf({ preset: 'aws' }))

  expect(rates).toEqual({
    CreateFlow: 2,
    GetFlow: 10,
    UpdateFlow: 2,
    DeleteFlow: 2,
    ListFlows: 10,
    PrepareFlow: 2,
    ValidateFlowDefinition: 2,
    CreateFlowVersion: 2,
    GetFlowVersion: 10,
    ListFlowVersions: 10,
    DeleteFlowVersion: 2,
    CreateFlowAlias: 2,
    GetFlowAlias: 10,
    UpdateFlowAlias: 2,
    ListFlowAliases: 10,
    DeleteFlowAlias: 2,
    CreatePrompt: 2,
    GetPrompt: 10,
    UpdatePrompt: 2,
    DeletePrompt: 2,
    ListPrompts: 10,
    CreatePromptVersion: 2,
  })
  expect(Object.keys(operations).filter((name) => !(name in rates))).toEqual([
    'TagResource',
    'UntagResource',
    'ListTagsForResource',
    'InvokeFlow',
    'StartFlowExecution',
    'GetFlowExecution',
    'StopFlowExecution',
    'ListFlowExecutions',
    'ListFlowExecutionEvents',
    'GetExecutionFlowSnapshot',
  ])
})

it('lets what is written win over the preset, and a burst be left out', () => {
  const rates = ratesOf({ preset: 'aws', CreateFlow: { perSecond: 0.5 }, StopFlowExecution: { perSecond: 20.5, burst: 40 } })

  expect([rates.get('CreateFlow'), rates.get('StopFlowExecution'), rates.get('GetFlow')]).toEqual([
    { perSecond: 0.5, burst: 1, setting: 'throttling.CreateFlow' },
    { perSecond: 20.5, burst: 40, setting: 'throttling.StopFlowExecution' },
    { perSecond: 10, burst: 10, setting: 'throttling.preset' },
  ])
})
