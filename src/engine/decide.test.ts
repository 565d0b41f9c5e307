import { describe, expect, it } from 'vitest'
import { NodeError } from '../flow/node-error.ts'
import { chain, compiled, condition, data, fan, gate, input, output, prompt, single } from '../../test/definitions.ts'
import { PureRun } from '../../test/engine/pure-run.ts'
import { limits, outline } from '../../test/engine/world.ts'
import { decide } from './decide.ts'
import { eventsOf } from './outcome.ts'
import type { EventPayload } from './event.ts'

const onlyWhenBig = {
  nodes: [
    input('Object'),
    condition('Route', { amount: ['$.data.amount', 'Number'] as const }, { big: 'amount > 9' }),
    output('End', '$.data.text'),
  ],
  connections: [data('Start', 'Route.amount'), data('Start', 'End.document'), gate('Route.big', 'End')],
}

const failure = (node: string, message: string): readonly EventPayload[] => [
  { type: 'nodeFailure', node, path: '', code: 'VALIDATION', message },
  { type: 'flowFailure', code: 'NODE_EXECUTION_FAILED', message: `Execution of node ${node} failed` },
  { type: 'ended', status: 'Failed', error: { nodeName: node, message } },
]

describe('decide', () => {
  it('invariant 2: ends Succeeded when nothing is unsettled, also without any output', () => {
    const events = new PureRun(compiled(onlyWhenBig), { amount: 1, text: 'tea' }).finish()

    expect(outline(events)).toEqual([
      'started',
      'flowInput Start',
      'nodeOutput Start',
      'nodeInput Route',
      'conditionResult Route',
      'ended Succeeded',
    ])
  })

  it('invariant 2: waits for what is in flight, also when every output has been handed out', () => {
    const definition = {
      nodes: [input(), prompt('Side'), output('End')],
      connections: [data('Start', 'Side.text'), data('Start', 'End.document')],
    }
    const run = new PureRun(compiled(definition), 'tea')

    run.decideAll()

    expect(outline(run.events).slice(-2)).toEqual(['flowOutput End', 'nodeInput Side'])
    expect(decide(run.flow, run.state)).toBeUndefined()
  })

  it('invariant 2: says nothing more after the end', () => {
    const run = new PureRun(compiled(single), 'tea')

    run.finish()

    expect(decide(run.flow, run.state)).toBeUndefined()
  })

  it('invariant 4: removes nothing: asked twice it says the same', () => {
    const run = new PureRun(compiled(fan(3)), 'tea')
    const commands = []

    for (let command = decide(run.flow, run.state); command; command = decide(run.flow, run.state)) {
      expect(decide(run.flow, run.state)).toEqual(command)
      commands.push(command)
      run.record(command.events)
    }

    expect(commands.map(({ work }) => work?.node)).toEqual([undefined, 'Ask0', 'Ask1', 'Ask2'])
  })

  it.each([1, 2, 5])('invariant 4: begins at most %d visits at once', (maxConcurrency) => {
    const run = new PureRun(compiled(fan(6)), 'tea', { maxConcurrency })

    run.decideAll()
    expect(run.state.inFlight.size).toBe(maxConcurrency)
    run.answer()
    run.decideAll()

    expect(run.state.inFlight.size).toBe(maxConcurrency)
  })

  it.each([
    [
      'nothing at the path',
      { text: 'tea' },
      "Expression for Node Input 'amount' of Node 'Route' is invalid. No results for path: $['data']['amount']",
    ],
    [
      'a value of another type',
      { text: 'tea', amount: '1' },
      'Expected type for Node Input amount of Node Route to be NUMBER. Actual type is STRING.',
    ],
    ['null', { text: 'tea', amount: null }, 'Expected type for Node Input amount of Node Route to be NUMBER. Actual type is NULL.'],
    [
      'a member that only the prototype has',
      { text: 'tea', __proto__: { amount: 1 } },
      "Expression for Node Input 'amount' of Node 'Route' is invalid. No results for path: $['data']['amount']",
    ],
  ])('invariant 4: %s fails the node without a nodeInput', (_, document, message) => {
    const events = new PureRun(compiled(onlyWhenBig), document).finish()

    expect(events.slice(3).map(({ sequence: _sequence, at: _at, ...event }) => event)).toEqual(failure('Route', message))
  })

  it('a document of another type than declared is the failure of the flow, not of a node', () => {
    const message = 'Expected type for Node Output document of Node Start to be STRING. Actual type is OBJECT.'

    const events = new PureRun(compiled(single), {}).finish()

    expect(events.slice(2)).toMatchObject([
      { type: 'flowFailure', code: 'VALIDATION', message },
      { type: 'ended', status: 'Failed', error: { message } },
    ])
  })

  it.each([1, 2])('finishes a failure of which only %d events were recorded', (recorded) => {
    const run = new PureRun(compiled(single), 'tea')
    run.decideAll()

    run.record(failure('Ask', 'It broke.').slice(0, recorded))

    expect(decide(run.flow, run.state)).toEqual({ events: failure('Ask', 'It broke.').slice(recorded) })
  })

  it('finishes a failure of the flow of which only the first event was recorded', () => {
    const run = new PureRun(compiled(single), {})

    run.record([{ type: 'flowFailure', code: 'VALIDATION', message: 'It broke.' }])

    expect(decide(run.flow, run.state)).toEqual({ events: [{ type: 'ended', status: 'Failed', error: { message: 'It broke.' } }] })
  })
})

describe('the bounds of an execution', () => {
  it.each([
    ['visits', { visits: 2 }, 'Ask2', 'The execution has reached its limit of 2 visits of nodes (setting limits.visits).'],
    ['events', { events: 5 }, 'Ask1', 'The execution has reached its limit of 5 events (setting limits.events).'],
    [
      'bytes',
      { executionBytes: 90 },
      'Ask2',
      'The execution has reached its limit of 90 bytes of values and paths (setting limits.executionBytes).',
    ],
  ])('invariant 18: the number of %s is bounded; the failure names the setting', (_, changes, node, message) => {
    const run = new PureRun(compiled(chain(5)), 'tea', { limits: { ...limits, ...changes } })

    const events = run.finish().slice(-3)

    expect(events.map(({ sequence: _sequence, at: _at, ...event }) => event)).toEqual(failure(node, message))
  })

  it.each([
    [{ valueBytes: 100, collectedBytes: 50 }, 30, undefined],
    [{ valueBytes: 100, collectedBytes: 50 }, 50, 'valueBytes'],
    [{ valueBytes: 50, collectedBytes: 100 }, 30, undefined],
    [{ valueBytes: 50, collectedBytes: 100 }, 50, 'collectedBytes'],
  ])('invariant 18: the inputs of one visit are bounded together: they are one event (%j, twice %i)', (changes, length, setting) => {
    const twice = condition('Ask', { one: ['$.data', 'String'], other: ['$.data', 'String'] }, { same: 'one == other' })
    const definition = {
      nodes: [input(), twice, output('End')],
      connections: [data('Start', 'Ask.one'), data('Start', 'Ask.other'), data('Start', 'End.document'), gate('Ask.same', 'End')],
    }

    const run = new PureRun(compiled(definition), 'x'.repeat(length), { limits: { ...limits, ...changes } })

    const error = `The inputs of node Ask are together larger than 100 bytes (setting limits.${setting}).`
    expect(run.finish().at(-1)).toMatchObject(
      setting ? { status: 'Failed', error: { nodeName: 'Ask', message: error } } : { status: 'Succeeded' },
    )
  })

  const outcomeOf = (modelCompletion: string, valueBytes: number) => {
    const run = new PureRun(compiled(single), 'tea', { limits: { ...limits, valueBytes } })
    run.decideAll()
    return eventsOf(run.flow, run.state, { visit: { node: 'Ask', path: '' }, actions: [], result: { outputs: { modelCompletion } } })
  }

  it.each([
    ['ascii', 'x'.repeat(8), 10, true],
    ['ascii', 'x'.repeat(9), 10, false],
    ['three bytes a letter', '茶茶', 8, true],
    ['three bytes a letter', '茶茶', 7, false],
    ['escapes', '\n\n\n\n', 10, true],
    ['escapes', '\n\n\n\n', 9, false],
  ])('invariant 18: the bytes of a value are bounded (%s %j, %d: %s)', (_, value, valueBytes, fits) => {
    const message = `Output modelCompletion of node Ask is larger than ${valueBytes} bytes (setting limits.valueBytes).`

    expect(outcomeOf(value, valueBytes)).toEqual(
      fits ? [{ type: 'nodeOutput', node: 'Ask', path: '', outputs: { modelCompletion: value } }] : failure('Ask', message),
    )
  })
})

describe('an outcome', () => {
  const action = { serviceName: 'bedrock', operationName: 'Converse', requestId: 'r', request: {}, response: {} }
  const visit = { node: 'Ask', path: '' }
  const { flow, state } = new PureRun(compiled(single), 'tea')

  it('has its actions before the output', () => {
    expect(eventsOf(flow, state, { visit, actions: [action], result: { outputs: { modelCompletion: 'x' } } })).toEqual([
      { type: 'nodeAction', ...visit, action },
      { type: 'nodeOutput', ...visit, outputs: { modelCompletion: 'x' } },
    ])
  })

  it.each([
    ['missing', {}, 'Node Ask put out no value for its output modelCompletion.'],
    ['only on the prototype', { __proto__: { modelCompletion: 'x' } }, 'Node Ask put out no value for its output modelCompletion.'],
    [
      'of another type',
      { modelCompletion: 1 },
      'Expected type for Node Output modelCompletion of Node Ask to be STRING. Actual type is NUMBER.',
    ],
  ])('fails when an output is %s, and keeps the actions', (_, outputs, message) => {
    expect(eventsOf(flow, state, { visit, actions: [action], result: { outputs } })).toEqual([
      { type: 'nodeAction', ...visit, action },
      ...failure('Ask', message),
    ])
  })

  it('fails with what the node failed with', () => {
    expect(eventsOf(flow, state, { visit, actions: [], result: { error: new NodeError('VALIDATION', 'No.') } })).toEqual(
      failure('Ask', 'No.'),
    )
  })

  it('throws what is no failure of the node: a bug', () => {
    const bug = new TypeError('undefined is not a function')

    expect(() => eventsOf(flow, state, { visit, actions: [], result: { error: bug } })).toThrow(bug)
  })
})
