import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { operations } from '../../src/contract/operations.ts'
import type { OperationName } from '../../src/contract/operations.ts'
import { parseInput } from '../../src/contract/parse-input.ts'
import { FollowExecutionRequest, GetExecutionRequest, ListExecutionsRequest } from '../../src/contract/sluice.ts'
import { bounds } from './constraints/case.ts'
import type { Bound } from './constraints/case.ts'
import { cases } from './constraints/cases.ts'
import { check } from './constraints/check.ts'
import type { Checked } from './constraints/check.ts'
import { requestOf } from './constraints/request.ts'
import { withUnknownMembers } from './constraints/unknown-members.ts'
import { planted } from './plant.ts'

const service = 'bedrock-agent-runtime'
const requests: Readonly<Record<string, Checked>> = {
  ...operations,
  GetExecution: { service, input: GetExecutionRequest },
  ListExecutions: { service, input: ListExecutionsRequest },
  FollowExecution: { service, input: FollowExecutionRequest },
}

/** What is wrong with the answers to the cases of a request, when it is read as `input` says. */
const wrong = (request: Checked, input = request.input): readonly string[] =>
  cases(request.input)
    .map((one) => check({ ...request, input }, one))
    .filter((sentence): sentence is string => sentence !== undefined && sentence !== '')
    .toArray()

describe('every bound of every request', () => {
  it.each(Object.entries(requests))('holds in %s: what is just inside is taken, what is just outside refused by name', (_, request) => {
    expect(wrong(request)).toEqual([])
  })

  it.each(Object.entries(requests))('does not depend on what else there is in %s', (_, { service: of, input }) => {
    const inside = cases(input).filter(({ broken }) => broken === undefined)
    const answers = inside.flatMap(({ value }) => {
      const [plain, rich] = [requestOf(input, value), requestOf(input, withUnknownMembers(input, value))]
      return plain && rich ? [[parseInput({ service: of, input }, plain), parseInput({ service: of, input }, rich)]] : []
    })

    const different = answers.filter(([plain, rich]) => !isDeepStrictEqual(plain, rich)).toArray()
    expect(different).toEqual([])
  })

  it('is met from both sides', () => {
    const met = Object.values(requests).flatMap((request) =>
      [...cases(request.input)]
        .filter((one) => requestOf(request.input, one.value) !== undefined)
        .map(({ bound, broken }) => `${bound}: ${broken === undefined ? 'inside' : 'outside'}`),
    )

    expect(new Set(met)).toEqual(new Set(bounds.flatMap((bound) => [`${bound}: inside`, `${bound}: outside`])))
    expect(met.length).toBeGreaterThan(5_000)
  })

  it('is met at every depth', () => {
    const names = new Set(
      Object.values(requests).flatMap((request) =>
        [...cases(request.input)].map(({ at }) => at.filter((member) => typeof member === 'string').join('.')),
      ),
    )

    expect(names).toContain('definition.nodes.configuration.prompt.sourceConfiguration.inline.inferenceConfiguration.text.topP')
    expect(names).toContain('definition.nodes.configuration.loop.definition.nodes.configuration.loopController.maxIterations')
    expect(names).toContain('variants.genAiResource.agent.agentIdentifier')
    expect(names.size).toBeGreaterThan(300)
  })

  const node = 'properties.definition.properties.nodes.items.properties'
  it.each<[Bound, OperationName, at: string, value: unknown, member: string]>([
    ['pattern', 'CreateFlowAlias', 'properties.name.pattern', '^.*$', 'name'],
    ['pattern', 'CreateFlowAlias', 'properties.name.pattern', '([0-9a-zA-Z][_-]?){1,100}', 'name'],
    ['pattern', 'CreateFlowAlias', 'properties.name.pattern', '^(?:[0-9a-zA-Z_-]+)$', 'name'],
    ['minLength', 'CreateFlowVersion', 'properties.description.minLength', 0, 'description'],
    ['maxLength', 'CreateFlowVersion', 'properties.description.maxLength', 201, 'description'],
    ['maxLength', 'CreateFlowVersion', 'properties.description.maxLength', 199, 'description'],
    ['minimum', 'ListFlows', 'properties.maxResults.minimum', 0, 'maxResults'],
    ['maximum', 'ListFlows', 'properties.maxResults.maximum', 1001, 'maxResults'],
    ['minItems', 'StartFlowExecution', 'properties.inputs.minItems', 0, 'inputs'],
    ['maxItems', 'CreateFlow', `${node}.outputs.maxItems`, 6, 'definition.nodes.1.member.outputs'],
    ['enum', 'CreateFlow', `${node}.type.enum`, ['Input', 'Inputx'], 'definition.nodes.1.member.type'],
    ['required', 'CreateFlowAlias', 'required', ['name', 'flowIdentifier'], 'routingConfiguration'],
    ['union', 'StartFlowExecution', 'properties.inputs.items.properties.content.union', false, 'inputs.1.member.content'],
    ['union', 'CreateFlow', `${node}.configuration.union`, false, 'definition.nodes.1.member.configuration'],
    ['propertyNames', 'TagResource', 'properties.tags.propertyNames.maxLength', 129, 'tags.aaaa'],
    ['type', 'CreateFlowAlias', 'properties.name', {}, 'name'],
    ['type', 'InvokeFlow', 'properties.enableTrace.type', 'string', 'enableTrace'],
    ['type', 'ListFlows', 'properties.maxResults.type', 'number', 'maxResults'],
  ])('a %s of %s that is not kept is found', (bound, name, at, value, member) => {
    const found = wrong(operations[name], planted(operations[name].input, at, value))

    expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${member}[^ ]* ${bound} `)))
  })
})
